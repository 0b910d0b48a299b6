//! Command lines in programs: `os.system("curl -G …")`, `["curl", "-d", …]`.

use std::ops::Range;

use super::assemble::{assemble, names};
use super::program::NONE;
use super::sight::Sights;
use crate::finding::Span;
use crate::lint::extract::url::query_text_pair;
use crate::lint::{Setting, Text};

/// Most arguments of a command that are looked at.
const ARGUMENTS_MAX: usize = 64;

impl Sights<'_, '_, '_, '_> {
    /// A command line in a text, or an argument of one in a list; `None` if it is neither.
    pub(super) fn command(&mut self, expression: &Range<usize>, text: &Text<'_>) -> Option<bool> {
        let program = self.reader.program;
        let source = text.as_str();
        if ["curl ", "wget ", "curl.exe ", "http ", "xh "].iter().any(|client| source.contains(client)) {
            let clients = super::shell::clients(text);
            let mut any = false;
            for (name, sighting) in clients {
                if self.placed.insert(name)
                    && let Some(sighting) = sighting
                {
                    self.seen.push(sighting);
                    any = true;
                }
            }
            return any.then_some(true);
        }
        let around = program.parent(expression.start);
        if around == NONE
            || !source
                .trim_start_matches(['"', '\''])
                .get(..8)
                .is_some_and(|start| start.eq_ignore_ascii_case("auth-key"))
        {
            return None;
        }
        let arguments = program.arguments(around);
        let word =
            |argument: &Range<usize>| assemble(program, self.constants, argument.clone()).as_str().to_owned();
        let at = arguments.iter().position(|argument| argument.start == expression.start)?;
        let option = word(arguments.get(at.checked_sub(1)?)?);
        if !option.starts_with('-') {
            return None;
        }
        let words: Vec<String> = arguments.iter().take(ARGUMENTS_MAX).map(word).collect();
        if !words.iter().take(at).any(|word| word == "curl" || word.ends_with("/curl")) {
            return None;
        }
        let get = words.iter().any(|word| matches!(word.as_str(), "-G" | "--get" | "-sG" | "-sSG"));
        let query = option == "--url-query" || (get && (option == "-d" || option.starts_with("--data")));
        let name = names(source).into_iter().next()?;
        if !query {
            self.placed.insert(text.origin(name));
            return Some(false);
        }
        let rest = text.part(Span::new(name.start, source.len()));
        let sighting = query_text_pair(&rest, Span::new(0, name.len()), Setting::Code)?;
        if self.placed.insert(sighting.name) {
            self.seen.push(sighting);
        }
        Some(true)
    }
}
