//! What is expected of a run: TOML for `exec --expect`, JSON for `POST verify`. One reader, every fault at once.

mod calls;
mod spelling;
mod who;

use std::path::Path;

use serde_json::{Map, Value};
use toml::de::DeTable;

use self::spelling::Spelling;
use self::who::Who;
use super::bounded_file::{self, InputFault};
use super::site_file::diagnostic::{Diagnostics, Source};
use super::site_file::faults::{Faults, listed, quoted};
use super::site_file::fields::Fields;
use super::site_file::place::{At, line_and_column};
use crate::contract::{Allowed, EXPECTATIONS_MAX, Expectations, Habit};
use crate::finding::RULES;
use crate::site::Site;

/// Largest file of expectations, in bytes.
pub const EXPECT_BYTES_MAX: u64 = 4 << 20;

/// Why a file of expectations gave none.
#[derive(Debug, thiserror::Error)]
pub enum ExpectFault {
    /// It could not be read.
    #[error(transparent)]
    Input(#[from] InputFault),
    /// It was read and is wrong.
    #[error("{0}")]
    Faults(Diagnostics),
}

/// Reads what is expected of a site.
///
/// # Errors
/// [`ExpectFault`] says what is wrong with the file, or everything that is wrong in it.
pub fn load(path: &Path, site: &Site) -> Result<Expectations, ExpectFault> {
    let text = bounded_file::read_text(path, EXPECT_BYTES_MAX)?;
    let name = path.display().to_string();
    read(text, &name, site).map_err(ExpectFault::Faults)
}

/// Reads the text of a file of expectations.
///
/// # Errors
/// Everything that is wrong in it.
pub fn read(text: String, name: &str, site: &Site) -> Result<Expectations, Diagnostics> {
    read_spelled(text, name, site, &spelling::TOML)
}

/// Reads the same as JSON, in camelCase.
///
/// # Errors
/// Everything that is wrong in it, in sentences.
pub fn read_json(mut value: Value, site: &Site) -> Result<Expectations, Vec<String>> {
    absent_where_null(&mut value);
    let Value::Object(_) = value else { return Err(vec!["expectations are a JSON object".to_owned()]) };
    let text = toml::to_string(&value).map_err(|fault| vec![format!("this cannot be read: {fault}")])?;
    let read = read_spelled(text, "the body", site, &spelling::JSON);
    let mut expectations = read.map_err(|faults| {
        let sentence = |fault: &super::site_file::Diagnostic| match &fault.advice {
            Some(advice) => format!("{} ({advice})", fault.message),
            None => fault.message.clone(),
        };
        faults.list().iter().map(sentence).collect::<Vec<_>>()
    })?;
    // Lines of a text that nobody has seen say nothing.
    expectations.file = None;
    Ok(expectations)
}

fn read_spelled(
    text: String,
    name: &str,
    site: &Site,
    spelling: &'static Spelling,
) -> Result<Expectations, Diagnostics> {
    let (document, syntax) = DeTable::parse_recoverable(&text);
    let mut faults = Faults::new(!syntax.is_empty());
    for fault in &syntax {
        let span = fault.span().unwrap_or(0..0);
        let advice = "a text stands in quotation marks, a table's heading in brackets on a line of its own";
        faults.add("syntax", &span, format!("this is not TOML: {}", fault.message()), advice);
    }
    let what = ("the file of expectations", spelling.file);
    let fields = Fields::new(document.get_ref(), 0..0, what, &mut faults);
    let who = Who::new(site);
    let line = |at: usize| line_and_column(&text, at).0;
    let allowed = fields.texts("allow", &mut faults).unwrap_or_default();
    let allowed = self::allowed(&allowed, &mut faults);
    let tables = fields.tables("call", &mut faults);
    let orders = fields.tables("order", &mut faults);
    if let Some((_, span)) = tables.iter().chain(&orders).nth(EXPECTATIONS_MAX) {
        let message = format!("there are more than {EXPECTATIONS_MAX} expectations, which is the most");
        faults.add("too-many", span, message, "split the file and run more than once");
    }
    let tables = tables.into_iter().take(EXPECTATIONS_MAX);
    let written: Vec<_> =
        tables.filter_map(|table| calls::call(table, &who, spelling, &line, &mut faults)).collect();
    calls::look_for_twins(&written, &mut faults);
    let calls = calls::with_predecessors(&written, &who, &mut faults);
    let orders = orders.into_iter().take(EXPECTATIONS_MAX);
    let orders: Vec<_> = orders
        .filter_map(|table| calls::order(table, &written, &who, spelling, &line, &mut faults))
        .collect();
    drop(document);
    if faults.list.is_empty() {
        return Ok(Expectations { file: Some(name.to_owned()), calls, orders, allowed });
    }
    let source = Source {
        name: name.to_owned(),
        parses: syntax.is_empty(),
        hidden: faults.hidden,
        secrets: site.parts().plain_secrets.clone(),
        text,
    };
    Err(Diagnostics::new(source, faults.list, faults.unsaid))
}

/// What is allowed: one of the habits, or a rule by its id.
fn allowed(words: &[At<String>], faults: &mut Faults) -> Allowed {
    let mut allowed = Allowed::default();
    for word in words {
        match allowance(word.as_str()) {
            Some(Allowance::Habit(habit)) => allowed.habits.push(habit),
            Some(Allowance::Rule(rule)) => allowed.rules.push(rule),
            None => {
                let message = format!("{} is nothing that can be allowed", quoted(&word.value));
                let advice = match faults.nearest(word.as_str(), allowances()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "write {}, or the id of a rule such as `key-in-query`",
                        listed(Habit::ALL.map(Habit::slug))
                    ),
                };
                faults.add("unknown-word", &word.span, message, &advice);
            }
        }
    }
    allowed
}

/// What a word allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowance {
    /// A whole kind of what goes without saying.
    Habit(Habit),
    /// Findings of one rule.
    Rule(String),
}

/// What a word allows; `None` where nothing has that name.
#[must_use]
pub fn allowance(word: &str) -> Option<Allowance> {
    let habit = Habit::ALL.into_iter().find(|habit| habit.slug() == word).map(Allowance::Habit);
    let is_rule =
        word.starts_with("policy/") || RULES.iter().any(|rule| rule.id == word) || word == "policy-failure";
    habit.or_else(|| is_rule.then(|| Allowance::Rule(word.to_owned())))
}

/// Every word that allows something, policies' own rules aside.
pub fn allowances() -> impl Iterator<Item = &'static str> {
    Habit::ALL.into_iter().map(Habit::slug).chain(RULES.iter().map(|rule| rule.id))
}

/// TOML knows no null; what is null is as good as not there.
fn absent_where_null(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let kept = std::mem::take(members).into_iter().filter(|(_, value)| !value.is_null());
            *members = kept.collect::<Map<_, _>>();
            members.values_mut().for_each(absent_where_null);
        }
        Value::Array(items) => items.iter_mut().for_each(absent_where_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
