//! What goes to standard output and standard error.

use std::io::{self, Write as _};

use owo_colors::{OwoColorize as _, Stream};

/// Writes results. A reader that went away is a fault that `main` takes for success.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes a remark beside the results. Nobody can be told when that fails.
pub(crate) fn remark(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Says on one line why the run ends.
pub(crate) fn complain(text: &str) {
    remark(&format!("{}: {text}", "error".if_supports_color(Stream::Stderr, |word| word.red())));
}

/// Whether standard output wants colour: a terminal does, unless `NO_COLOR` says otherwise.
pub(crate) fn stdout_has_colour() -> bool {
    "x".if_supports_color(Stream::Stdout, |text| text.red()).to_string() != "x"
}

/// Whether standard error wants colour.
pub(crate) fn stderr_has_colour() -> bool {
    "x".if_supports_color(Stream::Stderr, |text| text.red()).to_string() != "x"
}
