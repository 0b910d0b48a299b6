//! For a person: what, where, the line in question, what to do.

use std::fmt::Write as _;

use owo_colors::Style;

use super::totals::Totals;
use super::{Report, Skipped, counted, printable};
use crate::finding::{Finding, Frame, Place, Severity};
use crate::lint::Filtered;

/// Other places of a finding that are written out; the rest is counted.
const RELATED_SHOWN_MAX: usize = 5;

/// Skipped files that are written out; the rest is counted.
const SKIPPED_SHOWN_MAX: usize = 20;

/// Columns of a tab in a frame.
const TAB: &str = "    ";

/// The styles of a report, or none.
struct Palette {
    colour: bool,
}

impl Palette {
    fn style(&self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }

    fn severity(&self, severity: Severity) -> Style {
        self.style(match severity {
            Severity::Error => Style::new().red().bold(),
            Severity::Warning => Style::new().yellow().bold(),
            Severity::Note => Style::new().cyan().bold(),
        })
    }

    fn frame(&self) -> Style {
        self.style(Style::new().blue().bold())
    }
}

/// The report for a person, in colour or not. `with_filtered` lists what was set aside, too.
#[must_use]
pub fn human(report: &Report, colour: bool, with_filtered: bool) -> String {
    let palette = Palette { colour };
    let mut text = String::new();
    for finding in &report.findings {
        told(&mut text, finding, &palette);
    }
    if with_filtered {
        for filtered in &report.aside.places {
            aside(&mut text, filtered, &palette);
        }
    }
    skipped(&mut text, &report.skipped, &palette);
    for notice in &report.notices {
        writeln!(text, "{}: {}", palette.severity(Severity::Note).style("notice"), printable(notice)).ok();
    }
    writeln!(text, "{}", summary(report)).ok();
    text
}

fn told(text: &mut String, finding: &Finding, palette: &Palette) {
    let head = format!("{}[{}]", finding.severity.as_str(), finding.rule);
    writeln!(text, "{}: {}", palette.severity(finding.severity).style(head), printable(&finding.message))
        .ok();
    let margin = framed(text, &finding.place, palette.severity(finding.severity), palette);
    let bar = palette.frame();
    for place in finding.related.iter().take(RELATED_SHOWN_MAX) {
        writeln!(text, "{margin} {} also: {}", bar.style("="), spot(place)).ok();
    }
    if finding.related.len() > RELATED_SHOWN_MAX {
        let more = finding.related.len() - RELATED_SHOWN_MAX;
        writeln!(text, "{margin} {} also: {more} more places", bar.style("=")).ok();
    }
    let fix = finding.fix.as_ref().map(|fix| match fix.safety {
        crate::finding::Safety::Safe => " (`--fix` does it)",
        crate::finding::Safety::Unsafe => " (`--unsafe-fix` does it)",
    });
    writeln!(
        text,
        "{margin} {} help: {}{}\n",
        bar.style("="),
        printable(&finding.help),
        fix.unwrap_or_default()
    )
    .ok();
}

fn aside(text: &mut String, filtered: &Filtered, palette: &Palette) {
    let head = palette.style(Style::new().dimmed());
    writeln!(text, "{}: {}", head.style("set aside"), filtered.why).ok();
    framed(text, &filtered.place, palette.style(Style::new().dimmed()), palette);
    text.push('\n');
}

/// Place and line; gives back the margin that line numbers need.
fn framed(text: &mut String, place: &Place, mark: Style, palette: &Palette) -> String {
    let number = place.start.line.to_string();
    let margin = " ".repeat(number.len());
    let bar = palette.frame();
    writeln!(text, "{margin}{} {}", bar.style("-->"), spot(place)).ok();
    if let Some([line, marks]) = shown_lines(&place.frame) {
        writeln!(text, "{margin} {}", bar.style("|")).ok();
        writeln!(text, "{} {line}", bar.style(format_args!("{number} |"))).ok();
        let blank = marks.len() - marks.trim_start().len();
        let (head, carets) = marks.split_at(blank);
        writeln!(text, "{margin} {} {head}{}", bar.style("|"), mark.style(carets)).ok();
    }
    margin
}

/// `path:line:column`, and the commit where it is one's.
fn spot(place: &Place) -> String {
    let revision = place.revision.as_ref().map(|revision| format!(" @ {revision}")).unwrap_or_default();
    let path = printable(&place.path);
    printable(&format!("{path}:{}:{}{revision}", place.start.line, place.start.column))
}

/// The frame's line and the line of carets below it; `None` where there is nothing to show.
#[must_use]
pub fn shown_lines(frame: &Frame) -> Option<[String; 2]> {
    if frame.line.trim().is_empty() {
        return None;
    }
    let mut line = String::new();
    let mut marks = String::new();
    let mut marked = false;
    for (at, c) in frame.line.char_indices() {
        let width = match c {
            '\t' => {
                line.push_str(TAB);
                TAB.len()
            }
            c if c.is_control() => {
                line.push('\u{FFFD}');
                1
            }
            c => {
                line.push(c);
                1
            }
        };
        let within = (frame.mark.0..frame.mark.1.max(frame.mark.0 + 1)).contains(&at);
        marked |= within;
        marks.extend(std::iter::repeat_n(if within { '^' } else { ' ' }, width));
    }
    if !marked {
        marks.push('^');
    }
    Some([line.trim_end().to_owned(), marks.trim_end().to_owned()])
}

fn skipped(text: &mut String, skipped: &[Skipped], palette: &Palette) {
    for one in skipped.iter().take(SKIPPED_SHOWN_MAX) {
        let severity = if one.failed { Severity::Warning } else { Severity::Note };
        let head = palette.severity(severity).style("skipped");
        writeln!(text, "{head}: {}: {}", printable(&one.path), printable(&one.why)).ok();
    }
    if skipped.len() > SKIPPED_SHOWN_MAX {
        let more = skipped.len() - SKIPPED_SHOWN_MAX;
        writeln!(
            text,
            "{}: {more} more; `--format json` lists all",
            palette.severity(Severity::Note).style("skipped")
        )
        .ok();
    }
}

/// One line that says what it all came to.
fn summary(report: &Report) -> String {
    let totals = Totals::of(report);
    let tally = report.tally;
    let place = match totals.files {
        0 => format!(" in {}", counted(tally.files, "file")),
        some => format!(" in {some} of {}", counted(tally.files, "file")),
    };
    let aside = report.aside.count();
    let more = [
        (totals.fixable, "fixable"),
        (tally.mended, "mended"),
        (aside, "set aside"),
        (tally.suppressed, "ignored"),
        (tally.known, "in the baseline"),
        (report.skipped.len(), "skipped"),
    ];
    let more = more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("; {count} {what}"));
    format!("{totals}{place}{}", more.collect::<String>())
}
