//! Commands of PowerShell that are given a name and a value: `Add-QueryParameter -Name 'auth-key' -Value $key`.

use std::ops::Range;

use super::place::Reader;
use super::verbs::place_of_call;
use super::words::Place;
use crate::lint::format::Language;

/// Most elements of a command.
const ELEMENTS_MAX: usize = 64;
/// What a parameter is called that takes a value, in lower case.
const VALUES: [&str; 2] = ["-value", "-val"];

/// An argument of a command.
struct Argument {
    /// The option before it.
    option: Option<usize>,
    tokens: Range<usize>,
}

/// How an argument is given.
#[derive(Clone, Copy)]
enum Given {
    /// Under the option that stands there.
    Under(usize),
    /// By its place among those without one.
    Nth(usize),
}

impl Reader<'_, '_> {
    /// Where the value begins of a name that a command is given, if the command puts both into a querystring.
    pub(super) fn cmdlet_value(&self, name: &Range<usize>) -> Option<usize> {
        let program = self.program;
        if program.language != Language::PowerShell {
            return None;
        }
        let command = self.command_of(name.start)?;
        let arguments = self.cmdlet_arguments(command);
        let own = arguments.iter().position(|argument| argument.tokens.start == name.start)?;
        let option = arguments.get(own)?.option;
        let value = match option {
            Some(_) => arguments.iter().find(|argument| {
                let option = argument.option.map(|at| program.word(at).to_ascii_lowercase());
                option.is_some_and(|option| VALUES.contains(&option.as_str()))
            }),
            None => arguments.iter().skip(own + 1).find(|argument| argument.option.is_none()),
        };
        let value = value?.tokens.start;
        let place = place_of_call(program.word(command)).known().unwrap_or_else(|| {
            let before = arguments.iter().take(own).filter(|argument| argument.option.is_none());
            let given = option.map_or_else(|| Given::Nth(before.count()), Given::Under);
            self.cmdlet_pairs(command, given)
        });
        (place == Place::Query).then_some(value)
    }

    /// Where a command that the program defines puts the pair of an argument and its value.
    fn cmdlet_pairs(&self, command: usize, given: Given) -> Place {
        let program = self.program;
        let Some(defined) = self.defined(program.word(command)).next() else { return Place::Unknown };
        let is_name = |at: &usize| program.is_word(*at) && program.word(*at).starts_with('$');
        let mut names =
            program.arguments(defined).into_iter().filter_map(|mut parameter| parameter.find(is_name));
        let name = match given {
            Given::Nth(position) => names.nth(position),
            Given::Under(option) => {
                let called = program.word(option).trim_start_matches('-');
                names.find(|at| program.word(*at).trim_start_matches('$').eq_ignore_ascii_case(called))
            }
        };
        let end = program.statement_end(command);
        name.map_or(Place::Unknown, |name| self.paired_in(defined, name, command..end))
    }

    /// The word that a command begins with, of which an element is an argument.
    fn command_of(&self, element: usize) -> Option<usize> {
        let program = self.program;
        let mut start = element;
        for _ in 0..ELEMENTS_MAX {
            let before = program.before(start).filter(|_| !program.leads(start));
            let Some(before) =
                before.filter(|before| !matches!(program.word(*before), "=" | "|" | ";" | "return"))
            else {
                break;
            };
            start = before;
        }
        let word = program.word(start);
        (program.is_word(start) && start < element && word.starts_with(|c: char| c.is_ascii_alphabetic()))
            .then_some(start)
    }

    fn cmdlet_arguments(&self, command: usize) -> Vec<Argument> {
        let program = self.program;
        let end = program.statement_end(command);
        let mut arguments = Vec::new();
        let mut option = None;
        let mut at = command + 1;
        while at < end && arguments.len() < ELEMENTS_MAX {
            if program.is_word(at) && program.word(at).starts_with('-') {
                option = Some(at);
                at += 1;
                continue;
            }
            let mut to = program.after(at);
            while to < end && matches!(program.word(to), "." | "::" | "+") {
                to = program.after(to + 1);
            }
            arguments.push(Argument { option: option.take(), tokens: at..to });
            at = to;
        }
        arguments
    }
}
