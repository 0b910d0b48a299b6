//! Functions that write a text for a URL: `encodeURIComponent('auth-key')` says what its argument says.

use std::ops::Range;

use super::program::{NONE, Program};

/// What is in the name of such a function.
const WRITES: [&str; 3] = ["encode", "escape", "quote"];
/// What is in the names of those whose result is another text.
const REWRITES: [&str; 9] = ["encoded", "64", "html", "json", "hex", "sql", "shell", "regex", "unescape"];

/// What begins the names of those that put a pair somewhere: `addEncodedQueryParameter`.
const PUTS: [&str; 5] = ["add", "append", "put", "set", "with"];

/// Where the call begins whose argument an element is, if it writes it for a URL.
pub(super) fn call_around(program: &Program<'_>, element: usize) -> Option<usize> {
    let open = program.parent(element);
    let whole = open != NONE && is_encoder(program, open) && argument_of(program, open)?.contains(&element);
    whole.then(|| program.callee(open).start)
}

/// What an operand writes for a URL, if it is such a call.
pub(super) fn argument(program: &Program<'_>, operand: Range<usize>) -> Option<Range<usize>> {
    let mut open = operand.start;
    while open < operand.end && !program.is_open(open, "(") {
        open = program.after(open);
    }
    let begins = open > operand.start && open < operand.end;
    (begins && is_encoder(program, open)).then(|| argument_of(program, open)).flatten()
}

/// The argument that is written, if it is one literal or name: the first, or in C the one after the handle.
fn argument_of(program: &Program<'_>, open: usize) -> Option<Range<usize>> {
    let all = program.arguments(open);
    let handle = program.callee_name(open) == "curl_easy_escape";
    let argument = all.get(usize::from(handle))?.clone();
    (program.expression(argument.start) == argument).then_some(argument)
}

fn is_encoder(program: &Program<'_>, open: usize) -> bool {
    let name = program.callee_name(open);
    if WRITES.iter().all(|part| name.len() < part.len()) {
        return false;
    }
    let name = name.to_ascii_lowercase();
    WRITES.iter().any(|part| name.contains(part))
        && !REWRITES.iter().any(|part| name.contains(part))
        && !PUTS.iter().any(|verb| name.starts_with(verb))
}
