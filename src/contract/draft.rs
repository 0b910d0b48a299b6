//! A case that nobody wrote yet: made from a site, or from an exchange that was heard.

use serde_json::{Map, Value};

use super::suite::{NO_REASON, member};
use super::volatile::{self, Volatile};
use crate::traffic::{Change, Heard, PlannedCall};

/// Places that a draft marks as changing from call to call; of more only the number is said.
const MARKS_MAX: usize = 100;

/// A case that nobody wrote yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its name.
    pub name: String,
    /// What happens to the site before it.
    pub before: Vec<Change>,
    /// What is sent.
    pub call: PlannedCall,
    /// The status that must come back, where it is known.
    pub status: Option<u16>,
    /// The reason's slug, or `none`.
    pub reason: Option<String>,
    /// The media type.
    pub content_type: Option<String>,
    /// A subset of the body as JSON.
    pub json: Option<Value>,
    /// The body as text.
    pub body: Option<String>,
    /// Nodes of the body as JSON.
    pub json_paths: Vec<(String, DraftMust)>,
    /// Elements of the body's InitialisationXml.
    pub xml_paths: Vec<(String, String)>,
    /// What a person should know of it.
    pub remarks: Vec<String>,
}

/// What a node must be.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftMust {
    /// This.
    Equal(Value),
    /// Something that fits this expression.
    Fit(&'static str),
    /// There.
    Exist,
}

impl Draft {
    /// A case with a call and nothing expected.
    #[must_use]
    pub fn new(name: impl Into<String>, call: PlannedCall) -> Self {
        Self {
            name: name.into(),
            before: Vec::new(),
            call,
            status: None,
            reason: None,
            content_type: None,
            json: None,
            body: None,
            json_paths: Vec::new(),
            xml_paths: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// A case that expects what was heard, but for values that change from call to call.
    #[must_use]
    pub fn recorded(name: &str, call: PlannedCall, heard: &Heard, tells_reasons: bool) -> Self {
        let mut draft = Self::new(name, call);
        draft.status = Some(heard.status);
        if tells_reasons {
            draft.reason = Some(heard.reason.clone().unwrap_or_else(|| NO_REASON.to_owned()));
        }
        draft.content_type = heard.header("content-type").map(str::to_owned);
        match heard.json() {
            Some(json) => {
                draft.json = draft.settled(&json, "$");
                if draft.json_paths.len() > MARKS_MAX {
                    let untold = draft.json_paths.len() - MARKS_MAX;
                    draft.json_paths.truncate(MARKS_MAX);
                    draft.remarks.push(format!(
                        "{untold} more values that change from call to call are not looked at"
                    ));
                }
            }
            None if heard.body.is_empty() => {}
            None => match std::str::from_utf8(&heard.body) {
                Ok(text) if volatile::within(text) => {
                    draft.remarks.push("the body holds values that change from call to call".to_owned());
                }
                Ok(text) => draft.body = Some(text.to_owned()),
                Err(_) => draft.remarks.push("the body is no text and is not looked at".to_owned()),
            },
        }
        draft
    }

    /// What of a value stays the same from call to call; what does not is expected by its form.
    fn settled(&mut self, value: &Value, at: &str) -> Option<Value> {
        match value {
            Value::Object(members) => {
                let mut kept = Map::new();
                for (name, value) in members {
                    let at = format!("{at}{}", member(name));
                    if volatile::by_name(name) {
                        self.json_paths.push((at, DraftMust::Exist));
                    } else if let Some(value) = self.settled(value, &at) {
                        kept.insert(name.clone(), value);
                    }
                }
                Some(Value::Object(kept))
            }
            Value::Array(items) => {
                let marks = self.json_paths.len();
                let kept: Option<Vec<Value>> = items
                    .iter()
                    .enumerate()
                    .map(|(n, item)| self.settled(item, &format!("{at}[{n}]")))
                    .collect();
                if kept.is_none() {
                    self.json_paths.truncate(marks);
                    self.json_paths.push((at.to_owned(), DraftMust::Exist));
                }
                kept.map(Value::Array)
            }
            Value::String(text) => match volatile::kind(text) {
                None => Some(value.clone()),
                Some(kind) => {
                    let must = match kind {
                        Volatile::Guid => DraftMust::Fit(volatile::GUID),
                        Volatile::Moment => DraftMust::Fit(volatile::MOMENT),
                        Volatile::Within => DraftMust::Exist,
                    };
                    self.json_paths.push((at.to_owned(), must));
                    None
                }
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => Some(value.clone()),
        }
    }
}
