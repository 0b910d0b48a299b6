//! What the keys of maps say: which table a name and value stand in, what kind of text a scalar is.

use crate::lint::Language;

/// What a table of names and values becomes when the request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// The querystring.
    Query,
    /// `params`: the querystring, if what is around it looks like a request.
    Params,
    /// The querystring, if what holds it is a request.
    QueryOfRequest,
    /// Something else: headers, a form, variables.
    Other,
}

/// What kind of text a scalar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Text that may hold URLs.
    Text,
    /// A shell's commands.
    Shell,
    /// PowerShell's.
    PowerShell,
    /// JavaScript.
    JavaScript,
    /// Groovy.
    Groovy,
    /// A program in another language.
    Program(Language),
    /// A piece of a web server's configuration.
    WebServer,
    /// Text for people.
    Prose,
    /// A querystring, with or without its `?`.
    Query,
    /// Where a redirect leads.
    Redirect,
    /// Where a call came from.
    Referer,
    /// A pattern: it looks for keys, and sends none.
    Pattern,
}

/// A key's letters and digits, lower case: `query_string`, `queryString` and `query-string` are one word.
pub(super) fn folded(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The table that a key names, if it names one.
pub(super) fn table(key: &str) -> Option<Table> {
    let word = folded(key);
    let table = match word.as_str() {
        "query"
        | "queryparams"
        | "queryparam"
        | "queryparameters"
        | "queryparameter"
        | "querystring"
        | "querystrings"
        | "querystringparameters"
        | "querystringparams"
        | "qs"
        | "searchparams"
        | "urlparams"
        | "urlparam"
        | "urlparameters"
        | "queryargs"
        | "queryarguments"
        | "urlquery"
        | "urlquerystring"
        | "requestquery"
        | "urlqueryparams"
        | "queries"
        | "multivaluequerystringparameters"
        | "paramsquery"
        | "requestqueryparams"
        | "defaultquery"
        | "defaultqueryparams"
        | "extraquery"
        | "addquery"
        | "queryparameterstoadd"
        | "requestparameters"
        | "queryfields"
        | "querystringparameterstoadd"
        | "queryitems"
        | "addqueriestorequest"
        | "equalqueryparameters"
        | "searchparameters" => Table::Query,
        "params" => Table::Params,
        "parameters" | "args" | "search" | "arguments" => Table::QueryOfRequest,
        "headers" | "header" | "httpheaders" | "requestheaders" | "body" | "form" | "formdata"
        | "urlencoded" | "data" | "json" | "payload" | "postdata" | "multipart" | "cookies" | "cookie"
        | "env" | "environment" | "vars" | "variables" | "variable" | "secrets" | "with" | "options"
        | "labels" | "annotations" | "tags" | "properties" | "inputs" | "outputs" | "response" | "values"
        | "metadata" | "definitions" | "required" | "removequery" | "removequeryparams" | "delete"
        | "remove" | "redact" | "mask" => Table::Other,
        _ if is_other_parameters(key) => Table::Other,
        _ if word.contains("queryparam")
            || word.starts_with("querystring")
            || word.ends_with("queryparams") =>
        {
            match silences(&word) {
                true => Table::Other,
                false => Table::Query,
            }
        }
        _ if silences(&word) || word.ends_with("headers") => Table::Other,
        _ => return None,
    };
    Some(table)
}

/// Whether a key names the parameters of something else than the querystring, such as n8n's `bodyParameters`.
pub(super) fn is_other_parameters(key: &str) -> bool {
    let word = folded(key);
    let own = word.strip_suffix("parameters").or_else(|| word.strip_suffix("params"));
    matches!(own, Some("body" | "form" | "header" | "cookie" | "path" | "uri"))
}

/// Whether a key names a request's body.
pub(super) fn is_body(key: Option<&String>) -> bool {
    key.is_some_and(|key| {
        matches!(
            folded(key).as_str(),
            "body" | "postdata" | "form" | "formdata" | "urlencoded" | "payload" | "data"
        )
    })
}

/// Whether what stands under that key is taken away, hidden or looked for.
pub(super) fn silences(word: &str) -> bool {
    const VERBS: [&str; 12] = [
        "redact",
        "mask",
        "remove",
        "scrub",
        "sanitiz",
        "sanitis",
        "hidden",
        "exclude",
        "ignore",
        "deny",
        "forbid",
        "sensitive",
    ];
    // Words that are as often something else: Envoy's `filters`, Stripe, Dropbox.
    const UNSURE: [&str; 3] = ["filter", "strip", "drop"];
    let names_what = ["param", "query", "header", "key", "name"].iter().any(|what| word.contains(what));
    VERBS.iter().any(|verb| word.contains(verb))
        || names_what && UNSURE.iter().any(|verb| word.starts_with(verb) || word.ends_with(verb))
}

/// Whether a key says where a credential or parameter goes.
pub(super) fn says_where(key: &str) -> bool {
    matches!(
        folded(key).as_str(),
        "in" | "injectinto"
            | "location"
            | "placement"
            | "addto"
            | "paramtype"
            | "passin"
            | "sendin"
            | "position"
            | "where"
            | "keyin"
            // KrakenD's `auth/api-keys`.
            | "strategy"
            // Grafana's Infinity.
            | "apikeytype"
    )
}

/// Whether what such a key says is the querystring.
pub(super) fn is_query_place(value: &str) -> bool {
    let word = folded(value);
    word.starts_with("query")
        || matches!(
            word.as_str(),
            "urlquery" | "inquery" | "requestparameter" | "url" | "urlparams" | "params"
        )
}

/// Whether a scalar of that key is a name in a table's row.
pub(super) fn names_a_row(key: &str) -> bool {
    matches!(
        folded(key).as_str(),
        "name"
            | "key"
            | "param"
            | "field"
            | "parameter"
            | "paramname"
            | "parametername"
            | "keyname"
            | "n"
            | "k"
            | "argumentname"
            | "fieldname"
            | "identifier"
            | "apikeykey"
    )
}

/// Whether a scalar of that key is the name of a parameter that is taken from, or put into, the querystring.
pub(super) fn names_a_query_parameter(key: &str) -> bool {
    let word = folded(key);
    (word.contains("query")
        || word == "fromparams"
        || word == "fromparam"
        || word == "urlparam"
        || word == "urlparamname")
        && !silences(&word)
        && !word.contains("header")
        && !word.contains("cookie")
}

/// What a key ends in that holds a querystring.
const QUERIES: [&str; 9] = [
    "query",
    "querystring",
    "queryparams",
    "queryparameters",
    "queryargs",
    "querysuffix",
    "urlparams",
    "urlparameters",
    "urlargs",
];

/// What kind of text a scalar of that key is; `None`: its parent's key decides.
pub(super) fn role(key: &str) -> Option<Role> {
    let word = folded(key);
    let role = match word.as_str() {
        "run" | "script" | "beforescript" | "afterscript" | "bash" | "sh" | "cmd" | "command"
        | "entrypoint" | "job" | "cmds" | "shell" | "test" | "postinstall" | "preinstall" | "prestart"
        | "start" | "build" | "commands" | "inlinescript" | "scripts" | "exec" | "userdata"
        | "startupscript" | "poststart" | "prestop" => Role::Shell,
        _ if word.starts_with("execst") || word == "execreload" => Role::Shell,
        "pwsh" | "powershell" => Role::PowerShell,
        "prerequestscript" | "testscript" | "prerequest" | "postresponse" | "tests" | "func"
        | "functioncode" | "jscode" => Role::JavaScript,
        "description" | "summary" | "documentation" | "docs" | "doc" | "note" | "notes" | "comment"
        | "comments" | "comment2" | "longdescription" | "help" | "message" | "readme" | "changelog"
        | "reason" | "title" | "termsofservice" | "hint" | "tooltip" | "instructions" | "helptext"
        | "usage" => Role::Prose,
        "search" => Role::Query,
        _ if word.ends_with("permanentredirect") || word.ends_with("temporalredirect") => Role::Redirect,
        _ if word.ends_with("snippet") => Role::WebServer,
        _ if word.ends_with("redirectregexreplacement") => Role::Redirect,
        "redirecturl" | "pathredirect" | "location" | "redirectlocation" => Role::Redirect,
        _ if QUERIES.iter().any(|end| word.ends_with(end)) || key.to_ascii_lowercase().ends_with("_qs") => {
            Role::Query
        }
        "referer" | "referrer" | "httpreferer" | "httpreferrer" => Role::Referer,
        "pattern" | "regex" | "regexp" | "replace" | "matchregex" | "replacement" | "expression" => {
            Role::Pattern
        }
        _ => return None,
    };
    Some(role)
}

#[cfg(test)]
mod tests {
    use super::{Table, is_query_place, names_a_query_parameter, table};

    #[test]
    fn one_word_in_many_hands_is_one_word() {
        for key in
            ["query", "queryString", "query_string", "query-params", "qs", "searchParams", "queryParameters"]
        {
            assert_eq!(table(key), Some(Table::Query), "{key}");
        }
        for key in
            ["headers", "requestHeaders", "body", "form", "env", "redacted_query_params", "http.headers"]
        {
            assert_eq!(table(key), Some(Table::Other), "{key}");
        }
        assert_eq!(table("orders"), None);
        assert!(is_query_place("QUERY_PARAMS") && is_query_place("queryparams") && !is_query_place("header"));
        assert!(
            names_a_query_parameter("input_query_strings")
                && !names_a_query_parameter("redacted_query_params")
        );
    }
}
