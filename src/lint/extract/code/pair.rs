//! A name in a text that says more: whether a querystring holds it, and what its value is.

use std::ops::Range;

use super::assemble::{HOLE, assemble};
use super::part::is_block;
use super::program::NONE;
use super::sight::Sights;
use super::words::Place;
use crate::finding::Span;
use crate::lint::extract::url::{query_pair, query_text_pair, read_url};
use crate::lint::format::Language;
use crate::lint::text::tail;
use crate::lint::{Manner, SeenUrl, SeenValue, Setting, Text};

/// How much of a text before a pair says whether it is a sentence, in bytes.
const SENTENCE_BYTES_MAX: usize = 512;
/// Most brackets outwards in which a request's URL is looked for.
const URL_DEEP_MAX: usize = 4;

impl Sights<'_, '_, '_, '_> {
    /// A name in a text that says more.
    pub(super) fn pair(&mut self, expression: &Range<usize>, text: &Text<'_>, name: Span) {
        let source = text.as_str();
        let setting = self.setting(expression, source, name);
        let place = |sights: &Self| sights.reader.place(expression.start, expression.end);
        let sighting = match query_pair(text, name, setting) {
            Some(sighting) => Some(sighting),
            None if self.is_bare(source, name) => match place(self) {
                Place::Query => query_text_pair(
                    &text.part(Span::new(name.start, source.len())),
                    Span::new(0, name.len()),
                    setting,
                ),
                Place::Unknown
                    if !self.is_said(expression)
                        && setting == Setting::Code
                        && self.reader.program.language != Language::PowerShell =>
                {
                    query_text_pair(
                        &text.part(Span::new(name.start, source.len())),
                        Span::new(0, name.len()),
                        setting,
                    )
                    .filter(|sighting| matches!(sighting.value, SeenValue::Dynamic(_) | SeenValue::Empty))
                    .filter(|_| whole_query(source))
                }
                Place::Unknown | Place::Elsewhere => None,
            },
            None => None,
        };
        let Some(mut sighting) = sighting else { return };
        if let SeenValue::Literal(secret, span) = &sighting.value
            && self.reader.program.language == Language::Other
            && secret.reveal().starts_with('(')
        {
            // Nushell's `$"…?auth-key=($key)"`: what stands in the brackets.
            sighting.value = SeenValue::Dynamic(Span::new((span.start + 1).min(span.end), span.end));
        }
        let dangling = sighting.value == SeenValue::Empty
            && source.get(name.end..).is_some_and(|rest| matches!(rest.len(), 1 | 3));
        if dangling {
            let given = self.reader.is_of_attribute(expression.start);
            if given
                || self.is_asked_for(expression)
                || self.is_checked(expression)
                || (self.is_bare(source, name) && !self.is_appended(expression))
            {
                return;
            }
            sighting.value = SeenValue::Dynamic(sighting.span);
        }
        match &sighting.value {
            SeenValue::Empty | SeenValue::None => return,
            SeenValue::Dynamic(span) => {
                let rest = source.get(name.end..).unwrap_or_default();
                if masked(rest) {
                    return;
                }
                let direct = !rest.contains(HOLE) || dangling || self.is_looked_for(expression);
                if (self.is_checked(expression) && direct && self.is_bare(source, name))
                    || self.is_hidden(*span)
                {
                    return;
                }
            }
            SeenValue::Literal(..) => {}
        }
        if setting == Setting::Code && self.is_redirect(expression, source) {
            sighting.manner = Manner::Redirect;
        } else if setting == Setting::Code && self.is_referer(expression) {
            sighting.manner = Manner::Referer;
        }
        if sighting.fix.is_none() {
            sighting.fix = super::mend::pair(self.reader, expression);
        }
        self.seen.push(sighting);
    }

    /// Whether nothing that belongs to a querystring stands before the name.
    fn is_bare(&self, text: &str, name: Span) -> bool {
        let before = text.get(..name.start).unwrap_or_default();
        let pairs = before.strip_suffix('&').is_some_and(|pairs| pairs.contains('=') && whole_query(pairs));
        before.is_empty() || before.ends_with(char::is_whitespace) || before.ends_with(HOLE) || pairs
    }

    /// Whether the value that stands there in the file is what is left of a secret.
    fn is_hidden(&self, span: Span) -> bool {
        let program = self.reader.program;
        let offset = program.text.origin(Span::new(0, 0)).start;
        let from = program.tokens.partition_point(|token| token.span().end + offset <= span.start);
        let to = program.tokens.partition_point(|token| token.span().start + offset < span.end);
        self.reader.hides(&(from..to.max(from)))
    }

    /// In what kind of text a pair stands: a literal on its own is a comment, a sentence is for people.
    fn setting(&self, expression: &Range<usize>, text: &str, name: Span) -> Setting {
        let program = self.reader.program;
        let alone = program.leads(expression.start)
            && (expression.end >= program.tokens.len() || program.leads(expression.end))
            && program.parent(expression.start) == NONE
            && program.dialect.lines_end
            && matches!(program.language, Language::Python)
            && !expression.clone().any(|at| program.is_join(at));
        let documented = program.language == Language::Elixir
            && expression.start > 0
            && matches!(program.word(expression.start - 1), "@doc" | "@moduledoc" | "@typedoc");
        if alone || documented {
            return Setting::Comment;
        }
        let before = tail(text.get(..name.start).unwrap_or_default(), SENTENCE_BYTES_MAX);
        let sentence = before
            .split_whitespace()
            .filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic))
            .count()
            >= 2;
        let is_command = || {
            ["curl", "wget", "http", "GET", "POST", "Invoke", "PUT"].iter().any(|word| before.contains(word))
        };
        if sentence && (!is_command() || self.is_said(expression)) { Setting::Prose } else { Setting::Code }
    }

    /// The URL of the request that the name belongs to, if it stands in one of the calls around it. The pair's value is none.
    pub(super) fn url_near(&self, at: usize, value: Option<&Range<usize>>) -> SeenUrl {
        let program = self.reader.program;
        let mut around = program.parent(at);
        for _ in 0..URL_DEEP_MAX {
            if around == NONE || is_block(program, around) {
                break;
            }
            for argument in program.arguments(around).into_iter().take(8) {
                if argument.contains(&at) || value.is_some_and(|value| argument.contains(&value.start)) {
                    continue;
                }
                let value = match program.word(argument.start + 1) {
                    ":" | "=" => argument.start + 2,
                    _ => argument.start,
                };
                let text = assemble(
                    program,
                    self.constants,
                    program.expression(value.min(program.tokens.len().saturating_sub(1))),
                );
                if text.as_str().contains("://") {
                    return read_url(&text);
                }
            }
            around = program.parent(around);
        }
        SeenUrl::default()
    }
}

/// Whether what follows the name is a mask with something after it.
fn masked(rest: &str) -> bool {
    let value: String = rest.trim_start_matches("%3D").trim_start_matches('=').chars().take(16).collect();
    let value = value.to_ascii_lowercase();
    ["*", "redact", "xxx", "[redact", "<redact", "hidden", "mask", "filtered", "[filtered", "%2a", "..."]
        .iter()
        .any(|mask| value.starts_with(mask))
}

/// Whether a text is pairs joined by `&` and nothing else.
fn whole_query(text: &str) -> bool {
    let text = tail(text, SENTENCE_BYTES_MAX);
    !text.contains(char::is_whitespace)
        && text.split('&').all(|pair| pair.contains('=') || pair.is_empty() || pair == HOLE)
}
