//! What a program does with a text beside sending it: shows it to people, looks for it, appends it, redirects to it.

use std::ops::Range;

use super::program::NONE;
use super::sight::Sights;
use crate::lint::format::Language;

impl Sights<'_, '_, '_, '_> {
    /// Whether the text is shown to people: an argument of `print`, `log.warn`, `raise`.
    pub(super) fn is_said(&self, expression: &Range<usize>) -> bool {
        const SAYS: &[&str] = &[
            "print",
            "println",
            "printf",
            "echo",
            "puts",
            "warn",
            "info",
            "debug",
            "error",
            "log",
            "warning",
            "trace",
            "fatal",
            "raise",
            "throw",
            "exception",
            "write",
            "writeline",
            "say",
            "die",
            "describe",
            "it",
            "fail",
            "panic",
            "write-host",
            "write-output",
            "write-verbose",
            "write-warning",
            "msgbox",
            "help",
            "usage",
            "add_argument",
            "loginformation",
            "logwarning",
            "logerror",
            "logdebug",
            "eprintln",
            "nslog",
            "cat",
            "abort",
            "assert",
        ];
        let program = self.reader.program;
        let around = program.parent(expression.start);
        let logs = around != NONE
            && program.is_open(around, "(")
            && program.callee(around).any(|at| {
                matches!(
                    program.word(at).to_ascii_lowercase().as_str(),
                    "log" | "logger" | "_log" | "_logger" | "logging" | "console" | "slog" | "klog"
                )
            });
        logs || self.called(expression).is_some_and(|name| {
            let lower = name.to_ascii_lowercase();
            SAYS.contains(&lower.trim_end_matches('!'))
                || lower.ends_with("exception")
                || lower.ends_with("error")
        })
    }

    /// Whether the text is looked for or replaced in another, not sent.
    pub(super) fn is_checked(&self, expression: &Range<usize>) -> bool {
        const CHECKS: &[&str] = &[
            "includes",
            "contains",
            "indexof",
            "startswith",
            "endswith",
            "split",
            "replace",
            "replaceall",
            "match",
            "matches",
            "search",
            "test",
            "sub",
            "gsub",
            "strpos",
            "stripos",
            "str_contains",
            "hasprefix",
            "hassuffix",
            "index",
            "find",
            "assertnotin",
            "assertin",
            "tocontain",
            "tomatch",
            "include",
            "not_to",
            "preg_replace",
            "preg_match",
            "compile",
            "regex",
            "regexp",
            "starts_with",
            "ends_with",
            "include?",
            "start_with?",
            "explode",
            "str_replace",
            "instr",
            "substringafter",
            "substringbefore",
            "isequalto",
            "assertfalse",
            "doesnotcontain",
            "lastindexof",
            "cut",
            "replacingoccurrences",
            "range",
            "string.find",
            "contains?",
            "replacefirst",
            "grepl",
            "scan",
            "count",
            "rindex",
            "toregex",
            "refute",
            "strstr",
            "partition",
            "rpartition",
            "trimprefix",
            "pos",
            "ansipos",
            "posex",
            "containstext",
            "containsstr",
            "ansicontainstext",
            "ansicontainsstr",
            "stringreplace",
            "startstext",
            "endstext",
            "substringafterlast",
            "containsignorecase",
            "trimstart",
            "removeprefix",
        ];
        let program = self.reader.program;
        let compares = |at: usize| {
            matches!(
                program.word(at).to_ascii_lowercase().as_str(),
                "==" | "!="
                    | "==="
                    | "!=="
                    | "in"
                    | "=~"
                    | "-match"
                    | "-notmatch"
                    | "-like"
                    | "-notlike"
                    | "-replace"
                    | "-split"
                    | "case"
                    | "when"
                    | "not"
            ) || program.language == Language::Abap
                && matches!(
                    program.word(at).to_ascii_lowercase().as_str(),
                    "at" | "of" | "cs" | "cp" | "ns" | "np" | "ca" | "eq"
                )
        };
        if expression.start.checked_sub(1).is_some_and(compares) || compares(expression.end) {
            return true;
        }
        self.called(expression).is_some_and(|name| CHECKS.contains(&name.to_ascii_lowercase().as_str()))
    }

    /// Whether the text is only looked for: nothing is put in its place.
    pub(super) fn is_looked_for(&self, expression: &Range<usize>) -> bool {
        let replaces = self.called(expression).is_some_and(|name| {
            let lower = name.to_ascii_lowercase();
            lower.contains("replac") || matches!(lower.as_str(), "sub" | "gsub")
        });
        let program = self.reader.program;
        let before = expression.start.checked_sub(1).map(|at| program.word(at));
        // What is replaced comes first: `url.Replace("auth-key=" + key, "***")`.
        let around = program.parent(expression.start);
        let first = around != NONE && program.is_open(around, "(") && expression.start == around + 1;
        self.is_checked(expression) && (!replaces || first) && before != Some("-replace")
    }

    /// Whether the text is all that a request is asked for with, by which nothing is put to it.
    pub(super) fn is_asked_for(&self, expression: &Range<usize>) -> bool {
        let program = self.reader.program;
        let around = program.parent(expression.start);
        let all = around != NONE && program.arguments(around).as_slice() == std::slice::from_ref(expression);
        all && matches!(program.callee_name(around), "get" | "getJson" | "visit" | "goto")
    }

    /// Whether the text is put at the end of another one.
    pub(super) fn is_appended(&self, expression: &Range<usize>) -> bool {
        let program = self.reader.program;
        let called = self.called(expression).map(str::to_ascii_lowercase).unwrap_or_default();
        const APPENDS: [&str; 8] = [
            "append",
            "write",
            "push_str",
            "writestring",
            "appendformat",
            "concat",
            "stringbuilder",
            "stringbuffer",
        ];
        APPENDS.contains(&called.as_str())
            || expression
                .start
                .checked_sub(1)
                .is_some_and(|at| matches!(program.word(at), "+=" | ".=" | "<<"))
    }

    /// What is called with the expression as an argument.
    pub(super) fn called(&self, expression: &Range<usize>) -> Option<&str> {
        let program = self.reader.program;
        let around = program.parent(expression.start);
        if let Some(before) = program.before(expression.start)
            && program.is_word(before)
            && !program.leads(expression.start)
        {
            return Some(program.word(before));
        }
        if around != NONE && program.is_open(around, "(") {
            let name = program.callee_name(around);
            return (!name.is_empty()).then_some(name);
        }
        None
    }

    pub(super) fn is_redirect(&self, expression: &Range<usize>, text: &str) -> bool {
        // Spring's views, too.
        let located = ["location:", "redirect:"].iter().any(|word| {
            text.trim_start().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        });
        if located
            || self.called(expression).is_some_and(|name| name.to_ascii_lowercase().contains("redirect"))
        {
            return true;
        }
        // Laravel's `redirect()->away($url)`.
        let program = self.reader.program;
        let around = program.parent(expression.start);
        around != NONE
            && program.is_open(around, "(")
            && matches!(program.callee_name(around), "away" | "to")
            && program.callee(around).any(|at| matches!(program.word(at), "redirect" | "Redirect"))
    }

    /// Whether the text is the value of a header `Referer`.
    pub(super) fn is_referer(&self, expression: &Range<usize>) -> bool {
        let program = self.reader.program;
        let at = expression.start;
        let named = |at: usize| {
            matches!(
                program.word(at).trim_matches(['"', '\'', '`']).to_ascii_lowercase().as_str(),
                "referer" | "referrer"
            )
        };
        at >= 2 && matches!(program.word(at - 1), ":" | "=" | "=>" | ",") && named(at - 2)
            || at >= 3 && program.word(at - 1) == "=" && program.word(at - 2) == "]" && named(at - 3)
    }
}
