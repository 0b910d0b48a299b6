//! Requests of .NET's `HttpClient`.
//!
//! `Headers.Add` refuses `Key=…`, which is no scheme and parameter, so the header comes by a statement of its own:
//! `TryAddWithoutValidation` sends it as it is. Such a statement has a place only where the request has a name in a block,
//! or where the call is the first thing that its statement does.

use std::ops::Range;

use super::{Key, Pair, fix, pair_in_literal};
use crate::finding::{Edit, Fix, Span};
use crate::lint::extract::code::place::Reader;
use crate::lint::extract::code::program::{NONE, Program};

/// What a request is called that has no name yet, with a number if it is not the first: the first that the program does
/// not use.
const NAMES: [&str; 2] = ["request", "keyRequest"];

/// Words beside ours that say something about the header, or about how requests are made.
const SAYS_MORE: [&str; 4] =
    ["Headers.Clear", "DefaultRequestVersion", "DefaultVersionPolicy", "Credentials"];

/// The fix of a URL in one literal that is given to `new HttpRequestMessage` or `GetAsync`.
pub(super) fn mend(reader: &Reader<'_, '_>, expression: &Range<usize>) -> Option<Fix> {
    let program = reader.program;
    let call = program.parent(expression.start);
    let single = program.is_literal(expression.start) && program.after(expression.start) == expression.end;
    if call == NONE || !single || !program.is_open(call, "(") || program.mate(call) != expression.end {
        return None;
    }
    let pair = pair_in_literal(reader, expression, "{")?;
    let arguments = program.arguments(call).len();
    match program.callee_name(call) {
        "HttpRequestMessage" | "new" if arguments == 2 && program.is_sign(expression.start - 1, ",") => {
            message(reader, call, &pair)
        }
        "GetAsync" | "DeleteAsync" if expression.start == call + 1 => method(reader, call, &pair),
        _ => None,
    }
}

/// `var request = new HttpRequestMessage(…, "…");`: the header comes on the next line.
fn message(reader: &Reader<'_, '_>, call: usize, pair: &Pair<'_>) -> Option<Fix> {
    let program = reader.program;
    let made = match program.callee_name(call) {
        "new" => call.checked_sub(1)?,
        _ => program.callee(call).start.checked_sub(1)?,
    };
    let name_at = made.checked_sub(2)?;
    let kind_at = made.checked_sub(3)?;
    if program.word(made) != "new" || !program.is_sign(made - 1, "=") || !program.is_word(name_at) {
        return None;
    }
    let (name, kind) = (program.word(name_at), program.word(kind_at));
    let is_typed = kind == "HttpRequestMessage";
    let first = if kind == "var" || is_typed { kind_at } else { name_at };
    // `new(…)` makes what the declaration says.
    if (program.callee_name(call) == "new" && !is_typed) || is_said_otherwise(program.source(), name) {
        return None;
    }
    let (after, indent) = match first.checked_sub(1) {
        Some(before) if program.is_open(before, "(") && first != name_at => in_using(program, before, call)?,
        Some(before) if program.word(before) == "using" && first != name_at => {
            in_block(program, before, call)?
        }
        _ if is_typed && !is_in_method(program, first) => return None,
        _ => in_block(program, first, call)?,
    };
    let end = program.span(after).end;
    let newline = newline(program.source());
    let header = header(name, &pair.key);
    Some(fix(vec![
        Edit { span: reader.exact(pair.gone)?, text: String::new() },
        Edit { span: reader.exact(Span::new(end, end))?, text: format!("{newline}{indent}{header}") },
    ]))
}

/// `await client.GetAsync("…")`, which is `SendAsync` of such a message: the message gets a name on the line before.
fn method(reader: &Reader<'_, '_>, call: usize, pair: &Pair<'_>) -> Option<Fix> {
    let program = reader.program;
    let source = program.source();
    let callee = program.callee(call);
    let words: String = callee.clone().map(|at| program.word(at)).collect();
    let (receiver, verb) = words.rsplit_once('.')?;
    let receiver = receiver.strip_prefix("this.").unwrap_or(receiver);
    // Two of them may stand in one block, so no two have the same name.
    let earlier = source.get(..pair.literal.start)?.to_ascii_lowercase().matches("auth-key").count();
    let number = if earlier == 0 { String::new() } else { (earlier + 1).to_string() };
    let mut names = NAMES.into_iter().map(|name| format!("{name}{number}"));
    let name = names.find(|name| !has_word(source, name))?;
    if !is_client(reader, receiver) || is_said_otherwise(source, &name) {
        return None;
    }
    let is_awaited = callee.start > 0 && program.word(callee.start - 1) == "await";
    let begun = callee.start - usize::from(is_awaited);
    let before = |back: usize| begun.checked_sub(back).map_or("", |at| program.word(at));
    let first = match (before(1), before(3)) {
        ("return", _) => begun - 1,
        ("=", "var") if before(4) == "using" => begun - 4,
        ("=", "var") => begun - 3,
        ("=", "HttpResponseMessage") if is_awaited && before(4) == "using" => begun - 4,
        ("=", "HttpResponseMessage") if is_awaited => begun - 3,
        ("=", _) if begun > 1 && program.is_word(begun - 2) => begun - 2,
        _ => begun,
    };
    let indent = begins(program, first)?;
    let whole = source.get(pair.literal.range()).filter(|literal| !literal.contains('\n'))?;
    let kept = |from: usize, to: usize| source.get(from..to).unwrap_or_default();
    let url = format!(
        "{}{}",
        kept(pair.literal.start, pair.gone.start),
        kept(pair.gone.end, pair.literal.start + whole.len())
    );
    let method = verb.strip_suffix("Async")?;
    let newline = newline(source);
    let header = header(&name, &pair.key);
    let start = program.span(first).start;
    let made = format!(
        "var {name} = new HttpRequestMessage(HttpMethod.{method}, {url});{newline}{indent}{header}{newline}{indent}"
    );
    Some(fix(vec![
        Edit { span: reader.exact(Span::new(start, start))?, text: made },
        Edit { span: reader.exact(program.span(call - 1))?, text: "SendAsync".to_owned() },
        Edit { span: reader.exact(pair.literal)?, text: name },
    ]))
}

fn header(name: &str, key: &Key<'_>) -> String {
    match key {
        Key::Name(key) => {
            format!("{name}.Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={{{key}}}\");")
        }
        Key::Characters(key) => {
            format!("{name}.Headers.TryAddWithoutValidation(\"Authorization\", \"Key={key}\");")
        }
    }
}

fn newline(source: &str) -> &'static str {
    if source.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Whether the program says itself what is in the header of a request of that name, or of all of them.
fn is_said_otherwise(source: &str, name: &str) -> bool {
    let lower = source.to_ascii_lowercase();
    let said = lower.match_indices("authorization").any(|(at, _)| {
        let before = source.get(..at).unwrap_or_default();
        let ours = before.strip_suffix(".Headers.TryAddWithoutValidation(\"");
        let others = ours.is_some_and(|before| !ends_with_word(before, name));
        !others && !before.ends_with("AspNetCore.")
    });
    said || SAYS_MORE.iter().any(|word| source.contains(word))
}

fn is_part_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn ends_with_word(text: &str, word: &str) -> bool {
    text.strip_suffix(word).is_some_and(|before| !before.ends_with(is_part_of_a_word))
}

fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + word.len()..).unwrap_or_default();
        !before.ends_with(is_part_of_a_word) && !after.starts_with(is_part_of_a_word)
    })
}

/// Whether everything that declares the name makes it an `HttpClient`.
fn is_client(reader: &Reader<'_, '_>, name: &str) -> bool {
    let program = reader.program;
    let mut declared = false;
    for at in reader.uses(name) {
        let before = |back: usize| at.checked_sub(back).map_or("", |at| program.word(at));
        let kind = if before(1) == "?" { before(2) } else { before(1) };
        let is_made = program.is_sign(at + 1, "=")
            && program.word(at + 2) == "new"
            && program.word(at + 3) == "HttpClient";
        let is_typed = ["=", ";", ",", ")", "{"].contains(&program.word(at + 1))
            && at.checked_sub(1).is_some_and(|before| program.is_word(before) && !program.leads(*at))
            && !["return", "await", "in", "is", "throw", "case", "using", "lock"].contains(&kind);
        match kind {
            "HttpClient" => declared = true,
            "var" if is_made => declared = true,
            _ if is_typed => return false,
            _ if before(1) == ">" || before(1) == "]" => return false,
            _ => {}
        }
    }
    declared
}

/// The indentation of a statement that begins with that token, as one of a block, at the start of its line.
fn begins<'p>(program: &'p Program<'_>, first: usize) -> Option<&'p str> {
    let around = program.parent(first);
    let is_in_block = around == NONE || program.is_open(around, "{");
    let before = first.checked_sub(1);
    let follows = before.is_none_or(|before| matches!(program.word(before), ";" | "{" | "}"));
    let start = program.span(first).start;
    let gap = program.source().get(before.map_or(0, |before| program.span(before).end)..start)?;
    let (said, indent) = gap.rsplit_once('\n').unwrap_or(("", gap));
    let is_bare = said.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with("//"));
    let is_alone = before.is_none() || gap.contains('\n');
    let is_blank = indent.chars().all(|c| matches!(c, ' ' | '\t'));
    (is_in_block && follows && is_bare && is_alone && is_blank).then_some(indent)
}

/// Whether nothing else stands on the line after a token.
fn ends_line(program: &Program<'_>, at: usize) -> bool {
    let rest = program.source().get(program.span(at).end..).unwrap_or_default();
    rest.lines().next().unwrap_or_default().trim().is_empty()
}

/// The `;` of a statement of a block that begins with that token and ends with what the call makes, and its indentation.
fn in_block<'p>(program: &'p Program<'_>, first: usize, call: usize) -> Option<(usize, &'p str)> {
    let indent = begins(program, first)?;
    let mut end = program.mate(call) + 1;
    if program.is_open(end, "{") && program.mate(end) != NONE {
        end = program.mate(end) + 1;
    }
    (program.is_sign(end, ";") && ends_line(program, end)).then_some((end, indent))
}

/// The `{` of `using (var request = …) {`, and the indentation of what stands in it.
fn in_using<'p>(program: &'p Program<'_>, open: usize, call: usize) -> Option<(usize, &'p str)> {
    let close = program.mate(open);
    let is_using = open.checked_sub(1).is_some_and(|before| program.word(before) == "using");
    if !is_using || close == NONE || program.mate(call) + 1 != close {
        return None;
    }
    let block = close + 1;
    if !program.is_open(block, "{") || program.mate(block) == block + 1 || !ends_line(program, block) {
        return None;
    }
    Some((block, begins(program, block + 1)?))
}

/// Whether a declaration is one of a method's body rather than of a class.
fn is_in_method(program: &Program<'_>, first: usize) -> bool {
    let block = program.parent(first);
    let Some(close) = block.checked_sub(1).filter(|_| block != NONE) else { return false };
    let open = program.mate(close);
    let is_after_brackets = program.word(close) == ")" && open != NONE;
    let name = open.checked_sub(2).filter(|_| is_after_brackets);
    name.is_some_and(|before| {
        !matches!(program.word(before), "class" | "record" | "struct" | ">" | ":" | ",")
    })
}
