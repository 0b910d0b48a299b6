//! Nouns: a suite, its cases, and what each expects.

use std::path::PathBuf;

use bytes::Bytes;
use http::Method;
use regex::Regex;
use serde_json_path::JsonPath;

use super::xml_path::XmlPath;
use crate::site::{Slot, TemplateId, Templates};
use crate::traffic::{Carrier, Change};

/// Cases that a suite may have, rows of tables counted one by one.
pub const CASES_MAX: usize = 10_000;

/// A suite, checked: everything in it fits together.
#[derive(Debug)]
pub struct Suite {
    /// Its name.
    pub name: String,
    /// The file it stands in, as the person wrote it.
    pub file: String,
    /// The site file that it is about.
    pub site: Option<PathBuf>,
    /// The address that it is for, unless somebody says another.
    pub target: Option<String>,
    /// Environment variables that hold secrets, by the key's name.
    pub secrets: Vec<(String, String)>,
    /// The cases, in their order.
    pub cases: Vec<Case>,
    /// Its compiled templates.
    pub templates: Templates,
}

/// One call and what must come back.
#[derive(Debug)]
pub struct Case {
    /// Its name, with the row of its table where it has one.
    pub name: String,
    /// Its line in the file, counted from 1.
    pub line: usize,
    /// What happens to the site before it.
    pub before: Vec<Change>,
    /// What is sent.
    pub request: Request,
    /// What must come back.
    pub expect: Expected,
    /// What later cases use of the answer.
    pub captures: Vec<Capture>,
    /// The row of its table.
    pub row: Vec<(String, String)>,
    /// Names that its templates use.
    pub uses: Vec<String>,
}

/// What a case sends; texts are templates.
#[derive(Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path and query.
    pub path: TemplateId,
    /// More of the query.
    pub query: Vec<(String, TemplateId)>,
    /// Headers.
    pub headers: Vec<(String, TemplateId)>,
    /// The key, by name.
    pub key: Option<String>,
    /// Which of its secrets.
    pub slot: Presented,
    /// How the key travels.
    pub carrier: Travels,
    /// The environment.
    pub environment: Option<TemplateId>,
    /// The body.
    pub body: RequestBody,
}

/// Which secret a case presents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presented {
    /// The one in that slot of its key.
    Slot(Slot),
    /// One of the right shape that no key has.
    Wrong,
}

/// How a case's key travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Travels {
    /// By that carrier.
    By(Carrier),
    /// Not at all.
    Nowhere,
    /// As an `Authorization` header that is no key.
    Malformed,
}

/// The body of a case's request.
#[derive(Debug)]
pub enum RequestBody {
    /// None.
    Empty,
    /// A template whose placeholders insert text as it is.
    Text(TemplateId),
    /// A template whose placeholders insert JSON-escaped text; sent as `application/json` unless a header says otherwise.
    Json(TemplateId),
    /// A file's bytes.
    File(Bytes),
}

/// What must come back; nothing said is satisfied by any status below 400.
#[derive(Debug, Default)]
pub struct Expected {
    /// The status.
    pub status: Option<u16>,
    /// The reason's slug, or `none`.
    pub reason: Option<String>,
    /// Headers by name.
    pub headers: Vec<(String, Must)>,
    /// The whole body as text.
    pub body: Option<TemplateId>,
    /// The body as JSON.
    pub json: Option<(TemplateId, JsonMatch)>,
    /// What the body must fit somewhere.
    pub body_regex: Option<Regex>,
    /// Nodes of the body as JSON.
    pub json_paths: Vec<(JsonPath, Must)>,
    /// Elements of the body as XML, or of the InitialisationXml of an envelope.
    pub xml_paths: Vec<(XmlPath, Must)>,
    /// A JSON Schema that the body must fit.
    pub json_schema: Option<Box<jsonschema::Validator>>,
}

/// How much of a JSON body must be as expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonMatch {
    /// Members that are not expected may be there.
    Subset,
    /// Nothing else may be there.
    Exact,
}

/// What a header, a JSON node or an XML element must be.
#[derive(Debug)]
pub enum Must {
    /// There, and each equal to this JSON; a text, where it is one.
    Equal(TemplateId),
    /// There, and each fitting this expression.
    Fit(Regex),
    /// There at all, or not.
    Exist(bool),
    /// There so many times.
    Count(usize),
}

/// What later cases use of an answer.
#[derive(Debug)]
pub struct Capture {
    /// The name that they use.
    pub name: String,
    /// Where it is found.
    pub from: Source,
}

/// Where a capture is found.
#[derive(Debug)]
pub enum Source {
    /// The first node of the body as JSON.
    JsonPath(JsonPath),
    /// A header.
    Header(String),
    /// The first element of the body as XML.
    XmlPath(XmlPath),
    /// The first group of an expression, or all that it fits.
    Regex(Regex),
    /// The status.
    Status,
}

impl Expected {
    /// Whether nothing at all is expected.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.status.is_none()
            && self.reason.is_none()
            && self.headers.is_empty()
            && self.body.is_none()
            && self.json.is_none()
            && self.body_regex.is_none()
            && self.json_paths.is_empty()
            && self.xml_paths.is_empty()
            && self.json_schema.is_none()
    }
}
