//! The permission matrix as a person surveys it.

use std::fmt::Write as _;

use owo_colors::Style;

use crate::contract::matrix::{Grid, Mark};
use crate::traffic::Refusal;

/// Columns of one table; more keys make more tables.
const COLUMNS_MAX: usize = 8;

/// Longest name in a table, in characters.
const NAME_CHARS_MAX: usize = 32;

/// The tables, one for each environment and each [`COLUMNS_MAX`] keys.
#[must_use]
pub fn matrix_human(grids: &[Grid], colour: bool) -> String {
    let mut text = String::new();
    let mut seen = Vec::new();
    for grid in grids {
        let name_width = grid.rows.iter().map(|row| short(&row.workflow).chars().count()).max().unwrap_or(0);
        let name_width = name_width.max(grid.environment.chars().count());
        for (at, keys) in grid.keys.chunks(COLUMNS_MAX).enumerate() {
            let from = at * COLUMNS_MAX;
            let widths: Vec<usize> = keys.iter().map(|key| short(key).chars().count().max(1)).collect();
            write!(text, "{:<name_width$}", short(&grid.environment)).ok();
            for (key, width) in keys.iter().zip(&widths) {
                write!(text, "  {:<width$}", short(key)).ok();
            }
            text.push('\n');
            for row in &grid.rows {
                write!(text, "{:<name_width$}", short(&row.workflow)).ok();
                for (mark, width) in row.marks.iter().skip(from).zip(&widths) {
                    let (sign, style) = sign(*mark);
                    let padding = " ".repeat(width.saturating_sub(1));
                    let style = if colour { style } else { Style::new() };
                    write!(text, "  {}{padding}", style.style(sign)).ok();
                    if !seen.contains(mark) {
                        seen.push(*mark);
                    }
                }
                let end = text.trim_end_matches(' ').len();
                text.truncate(end);
                text.push('\n');
            }
            text.push('\n');
        }
    }
    let mut legend: Vec<(char, &str)> = seen.into_iter().map(|mark| (sign(mark).0, meaning(mark))).collect();
    legend.sort_unstable();
    let legend: Vec<String> = legend.into_iter().map(|(sign, meaning)| format!("{sign} {meaning}")).collect();
    if !legend.is_empty() {
        writeln!(text, "{}\n", legend.join(" · ")).ok();
    }
    text
}

fn sign(mark: Mark) -> (char, Style) {
    match mark {
        Mark::Permitted => ('✓', Style::new().green()),
        Mark::Broken => ('✗', Style::new().red().bold()),
        Mark::Unasked => ('?', Style::new().yellow()),
        Mark::Refused(Refusal::NotPermitted) => ('·', Style::new().dimmed()),
        Mark::Refused(Refusal::WrongEnvironment) => ('E', Style::new().dimmed()),
        Mark::Refused(Refusal::KeyDisabled) => ('D', Style::new().dimmed()),
        Mark::Refused(Refusal::RouteClash) => ('C', Style::new().yellow()),
        Mark::Refused(Refusal::NoRoute) => ('-', Style::new().dimmed()),
        Mark::Refused(Refusal::WrongMethod) => ('m', Style::new().dimmed()),
        Mark::Refused(
            Refusal::BodyTooLarge
            | Refusal::UnknownEnvironment
            | Refusal::NoCredential
            | Refusal::MalformedCredential
            | Refusal::UnknownKey
            | Refusal::PolicyDenied
            | Refusal::PolicyFailed
            | Refusal::MalformedBody
            | Refusal::StubFailed,
        ) => ('x', Style::new().dimmed()),
    }
}

fn meaning(mark: Mark) -> &'static str {
    match mark {
        Mark::Permitted => "permitted",
        Mark::Broken => "not as the rules say",
        Mark::Unasked => "not asked",
        Mark::Refused(Refusal::NoRoute) => "no-route: not published there",
        Mark::Refused(refusal) => refusal.slug(),
    }
}

fn short(name: &str) -> String {
    match name.char_indices().nth(NAME_CHARS_MAX) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or(name)),
        None => name.to_owned(),
    }
}
