//! What names say: a variable `params` holds a query, a method `addHeader` does not.

/// Where a thing that is called so ends up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a querystring.
    Query,
    /// In a header, a body, a cookie, a configuration: somewhere else.
    Elsewhere,
    /// The name does not say.
    Unknown,
}

impl Place {
    pub(super) fn known(self) -> Option<Self> {
        match self {
            Self::Query | Self::Elsewhere => Some(self),
            Self::Unknown => None,
        }
    }
}

/// Words of names for what takes keys away or hides them.
const HIDING: &[&str] = &[
    "mask",
    "masked",
    "redact",
    "redacted",
    "scrub",
    "sensitive",
    "strip",
    "remove",
    "removed",
    "delete",
    "exclude",
    "excluded",
    "ignore",
    "ignored",
    "deny",
    "denylist",
    "blocklist",
    "blacklist",
    "sanitize",
    "sanitized",
    "secret",
    "secrets",
    "forbidden",
    "censor",
    "filtered",
    "hidden",
];
/// Words of names for what is no querystring.
const ELSEWHERE: &[&str] = &[
    "header",
    "headers",
    "cookie",
    "cookies",
    "body",
    "form",
    "forms",
    "payload",
    "json",
    "env",
    "environ",
    "environment",
    "config",
    "configuration",
    "conf",
    "settings",
    "setting",
    "session",
    "storage",
    "cache",
    "files",
    "labels",
    "label",
    "metadata",
    "meta",
    "claims",
    "path",
    "column",
    "columns",
    "schema",
    "props",
    "attributes",
    "attribute",
    "data",
    "content",
    "multipart",
    "document",
    "xml",
    "message",
    "vault",
    "row",
    "record",
    "flags",
    "features",
    "log",
    "logger",
    "hdrs",
    "hdr",
    "postfields",
    "bodies",
    "classes",
    "class",
    "style",
    "dataset",
    "defaults",
];
/// Words of names for a querystring, or for what becomes one.
const QUERY: &[&str] = &["query", "queries", "qs", "querystring", "search", "q"];
/// Words of names that mostly mean a querystring.
const PARAMS: &[&str] =
    &["params", "param", "parameters", "parameter", "args", "urlparams", "qp", "qry", "getvars"];

/// What a name says of where the thing ends up.
pub(super) fn place_of_name(name: &str) -> Place {
    let words = words(name);
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let lower = name.to_ascii_lowercase();
    let query = any(QUERY)
        || lower.contains("query")
        || lower.contains("searchparam")
        || lower.contains("urlparam")
        || lower.contains("getparam");
    if lower == "authparameters" || lower == "auth_parameters" {
        // A connection of EventBridge, which sends its key in a header.
        return Place::Unknown;
    }
    if any(HIDING) || lower == "querykey" {
        // The `queryKey` of a cache names what is asked for.
        Place::Elsewhere
    } else if query && !any(&["select", "sql", "database", "db"]) {
        Place::Query
    } else if any(ELSEWHERE) {
        Place::Elsewhere
    } else if any(PARAMS) {
        Place::Query
    } else {
        Place::Unknown
    }
}

/// The words of a name in any style: `queryParams`, `query_params`, `QUERY-PARAMS`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars().take(128) {
        let begins = c.is_uppercase() && !before.is_uppercase();
        if !c.is_alphanumeric() {
            before = ' ';
            continue;
        }
        if before == ' ' || begins || words.is_empty() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words
}
