//! What the lexer must know of each language: comments, string literals, how strings are put together.

use crate::lint::format::Language;

/// What the lexer and the reader of expressions must know of a language.
#[derive(Debug)]
pub(super) struct Dialect {
    /// What begins a comment that ends with its line.
    pub(super) line_comments: &'static [&'static str],
    /// What begins and ends other comments.
    pub(super) block_comments: &'static [(&'static str, &'static str)],
    /// String literals, the longest opening first.
    pub(super) quotes: &'static [Quote],
    /// Letters that may stand before an opening quote.
    pub(super) prefixes: Prefixes,
    /// What puts two strings together.
    pub(super) joins: &'static [&'static str],
    /// Whether two literals side by side are one.
    pub(super) adjacent: bool,
    /// Whether a line's end ends a statement.
    pub(super) lines_end: bool,
    /// Whether `/…/` can be a regular expression.
    pub(super) regex: bool,
    /// Whether `<<LABEL` opens a text that runs to a line with the label.
    pub(super) heredocs: bool,
    /// Characters beyond letters, digits and `_` that a word may begin with.
    pub(super) word_starts: &'static [u8],
}

/// One kind of string literal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quote {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) escape: Escape,
    pub(super) holes: Holes,
    /// Whether it may run over line ends.
    pub(super) lines: bool,
}

/// How a character that ends or breaks the literal is written within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// Not at all.
    None,
    /// `\"`, `\n`, `\u0041`.
    Backslash,
    /// Twice.
    Doubled,
    /// `` `" ``, and twice.
    Backtick,
}

/// How expressions are put into a literal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holes {
    /// Not at all.
    None,
    /// `{expression}`, `{{` for a brace.
    Braces,
    /// `${expression}` only.
    DollarBraces,
    /// `$name` and `${expression}`.
    Dollar,
    /// `$name`, `{$expression}`, `${name}`: PHP.
    Php,
    /// `$name`, `$(expression)`, `${name}`: PowerShell.
    PowerShell,
    /// `#{expression}`.
    Hash,
    /// `\(expression)`.
    Swift,
}

/// Letters before a quote that change what the literal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prefixes {
    None,
    Python,
    CSharp,
    Rust,
    Scala,
    Dart,
    C,
    Swift,
    Perl,
    Ruby,
    Elixir,
}

const fn quote(open: &'static str, escape: Escape, holes: Holes, lines: bool) -> Quote {
    Quote { open, close: open, escape, holes, lines }
}

const PLAIN: Quote = quote("\"", Escape::Backslash, Holes::None, false);
const SINGLE: Quote = quote("'", Escape::Backslash, Holes::None, false);
const TRIPLE: Quote = quote("\"\"\"", Escape::Backslash, Holes::None, true);
const TRIPLE_RAW: Quote = quote("\"\"\"", Escape::None, Holes::None, true);
const TRIPLE_SINGLE: Quote = quote("'''", Escape::Backslash, Holes::None, true);
const SLASHES: &[&str] = &["//"];
const STARS: &[(&str, &str)] = &[("/*", "*/")];

const CURLY: Dialect = Dialect {
    line_comments: SLASHES,
    block_comments: STARS,
    quotes: &[PLAIN, SINGLE],
    prefixes: Prefixes::None,
    joins: &["+"],
    adjacent: false,
    lines_end: false,
    regex: false,
    heredocs: false,
    word_starts: b"$@",
};
const HASHED: Dialect = Dialect { line_comments: &["#"], block_comments: &[], lines_end: true, ..CURLY };

const PYTHON: Dialect = Dialect {
    quotes: &[TRIPLE, TRIPLE_SINGLE, PLAIN, SINGLE],
    prefixes: Prefixes::Python,
    adjacent: true,
    word_starts: b"",
    ..HASHED
};
const JAVASCRIPT: Dialect = Dialect {
    quotes: &[PLAIN, SINGLE, quote("`", Escape::Backslash, Holes::DollarBraces, true)],
    lines_end: true,
    regex: true,
    word_starts: b"$#@",
    ..CURLY
};
const CSHARP: Dialect = Dialect { quotes: &[TRIPLE_RAW, PLAIN, SINGLE], prefixes: Prefixes::CSharp, ..CURLY };
const JAVA: Dialect = Dialect { quotes: &[TRIPLE, PLAIN, SINGLE], ..CURLY };
const KOTLIN: Dialect = Dialect {
    quotes: &[
        quote("\"\"\"", Escape::None, Holes::Dollar, true),
        quote("\"", Escape::Backslash, Holes::Dollar, false),
        SINGLE,
    ],
    lines_end: true,
    word_starts: b"@",
    ..CURLY
};
const SCALA: Dialect = Dialect {
    quotes: &[TRIPLE_RAW, PLAIN, SINGLE],
    prefixes: Prefixes::Scala,
    lines_end: true,
    word_starts: b"@",
    ..CURLY
};
const GROOVY: Dialect = Dialect {
    quotes: &[
        quote("\"\"\"", Escape::Backslash, Holes::Dollar, true),
        TRIPLE_SINGLE,
        quote("\"", Escape::Backslash, Holes::Dollar, false),
        SINGLE,
    ],
    lines_end: true,
    regex: true,
    ..CURLY
};
const GO: Dialect = Dialect {
    quotes: &[PLAIN, SINGLE, quote("`", Escape::None, Holes::None, true)],
    lines_end: true,
    word_starts: b"",
    ..CURLY
};
const RUBY: Dialect = Dialect {
    block_comments: &[("\n=begin", "\n=end")],
    quotes: &[
        quote("\"", Escape::Backslash, Holes::Hash, true),
        quote("'", Escape::Backslash, Holes::None, true),
        quote("`", Escape::Backslash, Holes::Hash, true),
    ],
    prefixes: Prefixes::Ruby,
    joins: &["+", "<<"],
    adjacent: true,
    regex: true,
    heredocs: true,
    word_starts: b"@$",
    ..HASHED
};
const PHP: Dialect = Dialect {
    line_comments: &["//", "#"],
    quotes: &[
        quote("\"", Escape::Backslash, Holes::Php, true),
        quote("'", Escape::Backslash, Holes::None, true),
    ],
    joins: &["."],
    heredocs: true,
    word_starts: b"$",
    ..CURLY
};
const POWERSHELL: Dialect = Dialect {
    block_comments: &[("<#", "#>")],
    quotes: &[
        Quote { open: "@\"", close: "\n\"@", escape: Escape::None, holes: Holes::PowerShell, lines: true },
        Quote { open: "@'", close: "\n'@", escape: Escape::None, holes: Holes::None, lines: true },
        quote("\"", Escape::Backtick, Holes::PowerShell, true),
        quote("'", Escape::Doubled, Holes::None, true),
    ],
    word_starts: b"$",
    ..HASHED
};
const RUST: Dialect = Dialect {
    quotes: &[quote("\"", Escape::Backslash, Holes::None, true), SINGLE],
    prefixes: Prefixes::Rust,
    word_starts: b"",
    ..CURLY
};
const SWIFT: Dialect = Dialect {
    quotes: &[
        quote("\"\"\"", Escape::Backslash, Holes::Swift, true),
        quote("\"", Escape::Backslash, Holes::Swift, false),
    ],
    prefixes: Prefixes::Swift,
    lines_end: true,
    word_starts: b"$@",
    ..CURLY
};
const BASIC: Dialect = Dialect {
    line_comments: &["'"],
    block_comments: &[],
    quotes: &[
        Quote { open: "$\"", close: "\"", escape: Escape::Doubled, holes: Holes::Braces, lines: true },
        quote("\"", Escape::Doubled, Holes::None, false),
    ],
    joins: &["&", "+"],
    lines_end: true,
    word_starts: b"",
    ..CURLY
};
const PERL: Dialect = Dialect {
    block_comments: &[("\n=pod", "\n=cut"), ("\n=head", "\n=cut")],
    quotes: &[
        quote("\"", Escape::Backslash, Holes::Php, true),
        quote("'", Escape::Backslash, Holes::None, true),
    ],
    prefixes: Prefixes::Perl,
    joins: &["."],
    lines_end: false,
    regex: true,
    heredocs: true,
    word_starts: b"$@%",
    ..HASHED
};
const DART: Dialect = Dialect {
    quotes: &[
        quote("\"\"\"", Escape::Backslash, Holes::Dollar, true),
        quote("'''", Escape::Backslash, Holes::Dollar, true),
        quote("\"", Escape::Backslash, Holes::Dollar, false),
        quote("'", Escape::Backslash, Holes::Dollar, false),
    ],
    prefixes: Prefixes::Dart,
    adjacent: true,
    word_starts: b"@",
    ..CURLY
};
const C: Dialect =
    Dialect { prefixes: Prefixes::C, joins: &["+", "<<"], adjacent: true, word_starts: b"@#", ..CURLY };
const R: Dialect = Dialect {
    quotes: &[
        quote("\"", Escape::Backslash, Holes::None, true),
        quote("'", Escape::Backslash, Holes::None, true),
        quote("`", Escape::None, Holes::None, false),
    ],
    word_starts: b".",
    ..HASHED
};
const LUA: Dialect = Dialect {
    line_comments: &["--"],
    block_comments: &[("--[[", "]]")],
    quotes: &[
        PLAIN,
        SINGLE,
        Quote { open: "[[", close: "]]", escape: Escape::None, holes: Holes::None, lines: true },
    ],
    joins: &[".."],
    lines_end: true,
    word_starts: b"",
    ..CURLY
};
/// Delphi and Free Pascal.
const PASCAL: Dialect = Dialect {
    block_comments: &[("{", "}"), ("(*", "*)")],
    quotes: &[quote("'", Escape::Doubled, Holes::None, false)],
    word_starts: b"",
    ..CURLY
};
/// Business Central's: Pascal's texts, C's comments.
const AL: Dialect = Dialect {
    quotes: &[
        quote("'", Escape::Doubled, Holes::None, false),
        quote("\"", Escape::Doubled, Holes::None, false),
    ],
    word_starts: b"",
    ..CURLY
};
const ABAP: Dialect = Dialect {
    line_comments: &["\""],
    block_comments: &[("\n*", "\n")],
    quotes: &[
        quote("'", Escape::Doubled, Holes::None, false),
        quote("`", Escape::Doubled, Holes::None, false),
        quote("|", Escape::Backslash, Holes::Braces, false),
    ],
    joins: &["&&", "&"],
    word_starts: b"",
    ..CURLY
};
/// Salesforce's: Java with texts in single quotes.
const APEX: Dialect = Dialect { quotes: &[SINGLE], ..CURLY };
const ELIXIR: Dialect = Dialect {
    quotes: &[
        quote("\"\"\"", Escape::Backslash, Holes::Hash, true),
        quote("\"", Escape::Backslash, Holes::Hash, true),
        quote("'", Escape::Backslash, Holes::Hash, true),
    ],
    prefixes: Prefixes::Elixir,
    joins: &["<>", "++"],
    word_starts: b"@",
    ..HASHED
};

const JULIA: Dialect = Dialect {
    block_comments: &[("#=", "=#")],
    quotes: &[
        quote("\"\"\"", Escape::Backslash, Holes::PowerShell, true),
        quote("\"", Escape::Backslash, Holes::PowerShell, true),
    ],
    joins: &["*"],
    word_starts: b"@",
    ..HASHED
};
const FSHARP: Dialect = Dialect { block_comments: &[("(*", "*)")], lines_end: true, ..CSHARP };
/// What Haskell, Clojure, Erlang, OCaml and Tcl have in common.
const OTHER: Dialect = Dialect {
    line_comments: &["--", ";;", "// "],
    block_comments: &[("(*", "*)"), ("{-", "-}")],
    quotes: &[quote("\"", Escape::Backslash, Holes::None, true)],
    joins: &["++", "<>", "^", "+"],
    lines_end: true,
    word_starts: b"",
    ..CURLY
};

impl Dialect {
    /// For each byte whether a comment may begin with it.
    pub(super) fn comments_begin(&self) -> [bool; 256] {
        let mut begin = [false; 256];
        let opens = self.block_comments.iter().map(|(open, _)| open.trim_start_matches('\n'));
        for first in opens.chain(self.line_comments.iter().copied()).filter_map(|open| open.bytes().next()) {
            if let Some(begins) = begin.get_mut(usize::from(first)) {
                *begins = true;
            }
        }
        begin
    }

    /// What is to be known of that language.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::Python => &PYTHON,
            Language::JavaScript => &JAVASCRIPT,
            Language::CSharp => &CSHARP,
            Language::Java => &JAVA,
            Language::Kotlin => &KOTLIN,
            Language::Scala => &SCALA,
            Language::Groovy => &GROOVY,
            Language::Go => &GO,
            Language::Ruby => &RUBY,
            Language::Php => &PHP,
            Language::PowerShell => &POWERSHELL,
            Language::Rust => &RUST,
            Language::Swift => &SWIFT,
            Language::VisualBasic => &BASIC,
            Language::Perl => &PERL,
            Language::Dart => &DART,
            Language::C => &C,
            Language::R => &R,
            Language::Lua => &LUA,
            Language::Elixir => &ELIXIR,
            Language::Pascal => &PASCAL,
            Language::Al => &AL,
            Language::Abap => &ABAP,
            Language::Apex => &APEX,
            Language::Julia => &JULIA,
            Language::FSharp => &FSHARP,
            Language::Other => &OTHER,
            Language::Shell | Language::Batch => &HASHED,
        }
    }
}
