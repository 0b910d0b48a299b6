//! The blocks of code in a document, in every notation that people write documents in.

use std::sync::LazyLock;

use super::super::super::search::Search;
use super::named::named;
use super::{Shown, Stretch, is_typed};
use crate::finding::Span;
use crate::lint::Hit;

/// What begins a block with marks of its own; a document that has none of them needs no look at each line for one.
static BRACKET_MARKS: LazyLock<Search> = LazyLock::new(|| {
    let openers = BRACKETED.iter().map(|(opener, _)| *opener).chain(["<pre"]);
    let marks: Vec<String> =
        openers.flat_map(|opener| [opener.to_owned(), opener.to_ascii_uppercase()]).collect();
    Search::new(&marks.iter().map(String::as_str).collect::<Vec<_>>())
});

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
    let brackets = BRACKET_MARKS.is_in(source.as_bytes().get(..until).unwrap_or_default());
    let mut reader =
        Reader { source, brackets, until, at: 0, from: 0, announced: None, stretches: Vec::new() };
    while reader.at < until {
        reader.pass();
        if reader.at < until {
            reader.line();
        }
    }
    reader.push(reader.at.min(source.len()), Shown::Words);
    reader.stretches
}

struct Reader<'s> {
    source: &'s str,
    /// Whether some block has marks of its own.
    brackets: bool,
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
        if self.announced.is_some() || self.brackets {
            return;
        }
        let rest = self.source.as_bytes().get(self.at..).unwrap_or_default();
        let until = self.until - self.at;
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', rest).map(|end| end + 1).chain([rest.len()]) {
            if start >= until || may_begin(rest.get(start..end).unwrap_or_default()) {
                break;
            }
            start = end;
        }
        self.at += start;
    }

    fn line(&mut self) {
        let start = self.at;
        let line = self.line_at(start);
        let next = start + line.len().max(1);
        self.at = next;
        let bare = line.trim_start_matches('\u{feff}');
        let trimmed = bare.trim();
        let bracketed = if self.brackets { bracketed(self.source, start, line) } else { None };
        if let Some((content, end, after, shown)) = bracketed {
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
            self.block(start, Over::Dedent(indent_of(line).saturating_sub(1)), Shown::Unnamed);
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
                Over::Dedent(indent) => !trimmed.is_empty() && indent_of(line) <= indent,
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

/// Whether a line may begin a block, or say that one comes.
fn may_begin(line: &[u8]) -> bool {
    let rest = line.trim_ascii_start();
    match rest.first() {
        None => false,
        Some(b'`' | b'~' | b'[' | b'.') => true,
        Some(b'$' | b'c' | b'w' | b'h' | b'x' | b'e' | b'#') if rest.len() < line.len() && is_typed(rest) => {
            true
        }
        Some(first) => !first.is_ascii() || ends_in_colons(rest),
    }
}

/// Whether two colons end a line, whatever space comes after them.
fn ends_in_colons(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    matches!(line.last(), Some(b':' | b' ' | b'\t' | b'\r')) && line.trim_ascii_end().ends_with(b"::")
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
