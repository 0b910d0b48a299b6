//! The blocks of code in a document, in every notation that people write documents in.

use std::sync::LazyLock;

use super::super::super::search::Search;
use super::named::named;
use super::{Shown, Stretch, is_typed};
use crate::finding::Span;
use crate::lint::Hit;

/// What stands in every line that begins a block or says that one comes, or right before it: fences, AsciiDoc's styles,
/// the colons of reStructuredText, what is moved in after an empty line or a mark of the byte order, and what
/// [`BRACKETED`] and `<pre` begin with. Most lines need no look.
///
/// As in the prefilter, their order makes a difference to the time alone: those of a group let little else through.
const MARKS: [&str; 30] = [
    "#+BEGIN_SRC",
    "\n\n ",
    "<SYNTAXHIGHLIGHT",
    "\n\r\n",
    "::",
    "{{< highlight",
    "\\begin{minted}",
    "{{< HIGHLIGHT",
    "[,",
    "<CODE-BLOCK",
    "<pre",
    "<SOURCE LANG",
    "```",
    "{% highlight",
    "<source lang",
    "{code",
    "{{{#!",
    "{CODE",
    "\\BEGIN{MINTED}",
    "{% HIGHLIGHT",
    "\\BEGIN{LSTLISTING}",
    "\u{feff}",
    "[so",
    "\n\n\t",
    "<syntaxhighlight",
    "#+begin_src",
    "<code-block",
    "\\begin{lstlisting}",
    "<PRE",
    "~~~",
];

static MARKED: LazyLock<Search> = LazyLock::new(|| Search::new(&MARKS));

/// How long an empty line is with the end of the one before it, in bytes.
const EMPTY_LINE_BYTES: usize = 3;

/// How far beyond the last place of interest a document is read, in bytes: a value may stand on the next line.
const BEYOND_BYTES: usize = 256;

/// Where a block of code is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over<'s> {
    /// At the line that repeats the mark it began with.
    Mark(&'s str),
    /// At a line that is moved in no further: reStructuredText.
    Dedent(usize),
    /// At an empty line: AsciiDoc's paragraphs.
    Blank,
}

/// Blocks that begin and end with marks of their own.
const BRACKETED: [(&str, &str); 10] = [
    ("#+begin_src", "#+end_src"),
    ("{code", "{code}"),
    ("<syntaxhighlight", "</syntaxhighlight>"),
    ("<source lang", "</source>"),
    ("<code-block", "</code-block>"),
    ("\\begin{lstlisting}", "\\end{lstlisting}"),
    ("\\begin{minted}", "\\end{minted}"),
    ("{% highlight", "{% endhighlight"),
    ("{{< highlight", "{{< /highlight"),
    ("{{{#!", "}}}"),
];

/// Words that say that the next one is a language.
const LABELS: [&str; 5] = ["lang", "language", "class", "highlight", "begin_src"];

/// Most words of an opening line that are looked at for a language.
const WORDS_MAX: usize = 12;

/// The document in pieces, text and blocks of code, up to where the last of the hits stands.
pub(super) fn stretches(source: &str, hits: &[Hit]) -> Vec<Stretch> {
    let Some(last) = hits.last() else { return Vec::new() };
    let until = (last.at + BEYOND_BYTES).min(source.len());
    let mut reader = Reader::new(source, until);
    while reader.at < until {
        reader.pass();
        if reader.at < until {
            reader.line();
        }
    }
    reader.end()
}

struct Reader<'s> {
    source: &'s str,
    /// Where its first line stands that is not empty.
    head: usize,
    /// Up to where it is read.
    until: usize,
    at: usize,
    /// Where what was not pushed yet starts.
    from: usize,
    /// What the lines before say that comes next.
    announced: Option<(Shown, Over<'static>)>,
    stretches: Vec<Stretch>,
}

impl<'s> Reader<'s> {
    fn new(source: &'s str, until: usize) -> Self {
        let head = source.len() - source.trim_start_matches(['\n', '\r']).len();
        Self { source, head, until, at: 0, from: 0, announced: None, stretches: Vec::new() }
    }

    /// What is left is text.
    fn end(mut self) -> Vec<Stretch> {
        self.push(self.at.min(self.source.len()), Shown::Words);
        self.stretches
    }

    /// Everything up to there is that.
    fn push(&mut self, until: usize, shown: Shown) {
        if self.from < until {
            self.stretches.push(Stretch { span: Span::new(self.from, until), shown });
        }
        self.from = until;
    }

    /// Whether the line before is empty.
    fn is_after_empty(&self, start: usize) -> bool {
        let before = self.source.get(..start).unwrap_or_default();
        let line = before.trim_end_matches(['\n', '\r']);
        before.get(line.len()..).is_some_and(|ends| ends.matches('\n').count() >= 2) || line.is_empty()
    }

    fn line_at(&self, at: usize) -> &'s str {
        let rest = self.source.get(at..).unwrap_or_default();
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
        rest.get(..end).unwrap_or_default()
    }

    /// Goes on to the next line that may begin a block or say that one comes; most lines cannot.
    fn pass(&mut self) {
        if self.announced.is_some() || self.at <= self.head {
            return;
        }
        let bytes = self.source.as_bytes();
        // An empty line before it may be a part of its mark.
        let mut from = self.at.saturating_sub(EMPTY_LINE_BYTES);
        while let Some(mark) = MARKED.first(bytes.get(from..self.until).unwrap_or_default()) {
            let ends = bytes.iter().skip(from + mark).take_while(|byte| matches!(byte, b'\n' | b'\r'));
            let marked = from + mark + ends.count();
            if marked >= self.at {
                self.at = memchr::memrchr(b'\n', bytes.get(self.at..marked).unwrap_or_default())
                    .map_or(self.at, |end| self.at + end + 1);
                return;
            }
            from += mark + 1;
        }
        let last = self.until - 1;
        let end = memchr::memchr(b'\n', bytes.get(last..).unwrap_or_default());
        self.at = end.map_or(bytes.len(), |end| last + end + 1);
    }

    fn line(&mut self) {
        let start = self.at;
        let line = self.line_at(start);
        let next = start + line.len().max(1);
        self.at = next;
        let bare = line.trim_start_matches('\u{feff}');
        let trimmed = bare.trim();
        if let Some((content, end, after, shown)) = bracketed(self.source, start, line) {
            self.push(content, Shown::Words);
            self.push(end, shown);
            self.at = after.max(next);
            self.announced = None;
            return;
        }
        if let Some((mark, shown)) = fence(trimmed) {
            self.push(next, Shown::Words);
            self.block(next, Over::Mark(mark), shown);
            return;
        }
        if let Some((shown, over)) = self.announced
            && let Some((over, content)) = begins(over, trimmed, line, start, next)
        {
            self.push(content, Shown::Words);
            self.block(content, over, shown);
            return;
        }
        // Markdown's blocks of code without a fence are moved in after an empty line.
        let is_moved_in = bare.starts_with("    ") || bare.starts_with('\t');
        if is_moved_in && is_typed(trimmed.as_bytes()) && self.is_after_empty(start) {
            self.push(start, Shown::Words);
            self.block(start, Over::Dedent(indent_of(bare).saturating_sub(1)), Shown::Unnamed);
            return;
        }
        let goes_on = trimmed.is_empty() || trimmed.starts_with(['.', ':', '+']);
        self.announced = announcement(bare).or(self.announced.filter(|_| goes_on));
    }

    /// Goes on to where a block is over.
    fn block(&mut self, content: usize, over: Over<'_>, shown: Shown) {
        self.announced = None;
        let mut at = content;
        while at < self.source.len() {
            let line = self.line_at(at);
            let trimmed = line.trim();
            let next = at + line.len().max(1);
            let is_over = match over {
                Over::Mark(mark) => {
                    trimmed.starts_with(mark)
                        && trimmed.trim_start_matches(['`', '~', '-', '.', '=']).is_empty()
                }
                // Its first line is not: a mark of the byte order may stand before what moves it in.
                Over::Dedent(indent) => at > content && !trimmed.is_empty() && indent_of(line) <= indent,
                Over::Blank => trimmed.is_empty(),
            };
            if is_over {
                self.push(at, shown);
                self.at = if matches!(over, Over::Dedent(_)) { at } else { next };
                return;
            }
            at = next;
        }
        self.push(self.source.len(), shown);
        self.at = self.source.len();
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// A fence, and what its first word names: ```` ```js ````, ```` ```{r sales} ````, ```` ```{.python .numberLines} ````.
fn fence(trimmed: &str) -> Option<(&str, Shown)> {
    let mark = ["```", "~~~"].iter().find(|mark| trimmed.starts_with(**mark))?;
    let rest = trimmed.trim_start_matches(['`', '~']);
    let marks = trimmed.len() - rest.len();
    // `` ```code``` `` on one line.
    if marks < mark.len() || rest.contains('`') {
        return None;
    }
    let info = rest.trim().trim_start_matches('{').trim_start_matches(['.', '=', ' ']);
    // MyST: `{code-block} python`.
    let info = ["code-block}", "code-cell}", "code}", "sourcecode}"]
        .iter()
        .find_map(|directive| info.strip_prefix(directive))
        .unwrap_or(info);
    let word = info.trim_start().split([' ', ',', '{', '}', ':', '\t']).next().unwrap_or_default();
    Some((trimmed.get(..marks)?, if word.is_empty() { Shown::Unnamed } else { named(word) }))
}

/// A block with marks of its own that begins on that line: where its content starts and ends, where the text goes on, and
/// what it is.
fn bracketed(source: &str, start: usize, line: &str) -> Option<(usize, usize, usize, Shown)> {
    let lower = line.to_ascii_lowercase();
    let (open, opener, closer) = BRACKETED
        .iter()
        .filter_map(|(opener, closer)| Some((lower.find(opener)?, *opener, *closer)))
        .min_by_key(|(at, _, _)| *at)
        .or_else(|| {
            let open = lower.find("<pre")?;
            lower.contains("language-").then_some((open, "<pre", "</pre>"))
        })?;
    let head = line.get(open + opener.len()..)?;
    if opener == "{code" && !head.starts_with([':', '}']) {
        return None;
    }
    let ends = match opener.as_bytes().first()? {
        b'<' if opener == "<pre" => head.rfind("\">").map(|at| at + 2),
        b'<' => head.find('>').map(|at| at + 1),
        b'{' if opener == "{code" => head.find('}').map(|at| at + 1),
        b'{' if opener != "{{{#!" => head.find("%}").or_else(|| head.find(">}}")).map(|at| at + 2),
        _ => None,
    };
    let content = start + open + opener.len() + ends.unwrap_or(head.len());
    let info = head.get(..ends.unwrap_or(head.len()))?;
    let rest = source.get(content..)?;
    let end = content + find_in_any_case(rest, closer).unwrap_or(rest.len());
    let after = source.get(end..)?.find('\n').map_or(source.len(), |at| end + at + 1);
    Some((content, end, after, shown_by(info)))
}

/// Where a mark stands next, however its letters are written; it begins with a sign.
fn find_in_any_case(text: &str, mark: &str) -> Option<usize> {
    let (bytes, mark) = (text.as_bytes(), mark.as_bytes());
    let stands =
        |at: &usize| bytes.get(*at..at + mark.len()).is_some_and(|there| there.eq_ignore_ascii_case(mark));
    memchr::memchr_iter(*mark.first()?, bytes).find(stands)
}

/// What the opening of such a block says that it is: `:bash|title=x`, `lang="bash"`, `[language=bash]`, `{python}`.
fn shown_by(info: &str) -> Shown {
    let parts = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '#' | '+' | '-'));
    let mut words = info.split(parts).filter(|word| !word.is_empty()).take(WORDS_MAX);
    let named = words.find_map(|word| {
        let word = word.strip_prefix("language-").unwrap_or(word);
        let is_label = LABELS.iter().any(|label| label.eq_ignore_ascii_case(word));
        Some(named(word)).filter(|shown| !is_label && *shown != Shown::Words)
    });
    named.unwrap_or(Shown::Unnamed)
}

/// Whether the line begins the block that was announced, and where its content starts.
fn begins<'s>(
    over: Over<'s>,
    trimmed: &'s str,
    line: &str,
    start: usize,
    next: usize,
) -> Option<(Over<'s>, usize)> {
    match over {
        Over::Dedent(indent) => {
            // `:linenos:` and its like are the directive's options.
            let is_option =
                trimmed.starts_with(':') && trimmed.get(1..).is_some_and(|rest| rest.contains(':'));
            let is_code = !trimmed.is_empty() && !is_option && indent_of(line) > indent;
            is_code.then_some((over, start))
        }
        Over::Mark(_) | Over::Blank => {
            let is_delimiter = ["----", "....", "===="]
                .iter()
                .any(|mark| trimmed.starts_with(mark) && trimmed.trim_matches(['-', '.', '=']).is_empty());
            let is_title = trimmed.is_empty() || trimmed.starts_with(['.', '[', '+']);
            match is_delimiter {
                true => Some((Over::Mark(trimmed.get(..4)?), next)),
                false => (!is_title).then_some((Over::Blank, start)),
            }
        }
    }
}

/// `[source,bash]`, `.. code-block:: bash`, a paragraph that ends in `::`.
fn announcement(line: &str) -> Option<(Shown, Over<'static>)> {
    let trimmed = line.trim();
    let style = trimmed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(style) = style.filter(|style| style.starts_with("source") || style.starts_with(',')) {
        let word = style.split(',').nth(1).map(|word| word.trim().trim_matches('"')).unwrap_or_default();
        return Some((if word.is_empty() { Shown::Unnamed } else { named(word) }, Over::Mark("----")));
    }
    let indent = indent_of(line);
    if let Some(directive) = trimmed.strip_prefix(".. ") {
        let (name, word) = directive.split_once("::")?;
        let shown = match name.trim() {
            "code-block" | "code" | "sourcecode" | "prompt" | "highlight" => {
                named(word.split_whitespace().next().unwrap_or_default())
            }
            "parsed-literal" => Shown::Unnamed,
            _ => return None,
        };
        return Some((shown, Over::Dedent(indent)));
    }
    trimmed.ends_with("::").then_some((Shown::Unnamed, Over::Dedent(indent)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{BRACKETED, Hit, MARKS, Reader, Shown, stretches};

    const PIECES: [&str; 24] = [
        "\n",
        "\r\n",
        "  \n",
        "text\n",
        "text\r\n",
        "  text `code`\n",
        "    text\n",
        "    curl -s x\n",
        "\tcurl -s x\r\n",
        "    $ x\n",
        "```sh\n",
        "```\n",
        "~~~\n",
        "[source,bash]\n",
        "[,bash]\n",
        "----\n",
        ".. code-block:: bash\n",
        "A paragraph::\n",
        "std::fmt\n",
        "<pre class=\"language-sh\">\n",
        "{code:bash}\n",
        "{CODE}\n",
        "\u{feff}",
        "\u{e9}",
    ];

    #[test]
    fn every_block_with_marks_of_its_own_is_found_by_them() {
        for opener in BRACKETED.iter().map(|(opener, _)| *opener).chain(["<pre"]) {
            for written in [opener.to_owned(), opener.to_ascii_uppercase()] {
                assert!(MARKS.iter().any(|mark| written.starts_with(mark)), "{written}");
            }
        }
    }

    #[test]
    fn a_command_that_is_moved_in_behind_a_mark_of_the_byte_order_is_a_block_that_ends() {
        let source = "\u{feff}    curl -s x\ntext\n";
        let shown: Vec<Shown> =
            stretches(source, &[Hit { at: 18 }]).iter().map(|piece| piece.shown).collect();
        assert_eq!(shown, [Shown::Unnamed, Shown::Words]);
    }

    proptest! {
        #[test]
        fn a_line_that_is_passed_over_begins_nothing(
            pieces in prop::collection::vec(prop::sample::select(&PIECES), 1..24),
            last: prop::sample::Index,
        ) {
            let source = pieces.concat();
            let last = last.index(source.len());
            let until = (last + super::BEYOND_BYTES).min(source.len());
            let mut each = Reader::new(&source, until);
            while each.at < until {
                each.line();
            }
            prop_assert_eq!(stretches(&source, &[Hit { at: last }]), each.end());
        }
    }
}
