//! What functions do by their names: `urlencode` makes a querystring, `setHeader` does not, `append` adds to what it is called on.

use super::words::{Place, place_of_name, words};

/// Types and functions that make a querystring of what they are given, in lower case.
const MAKES_QUERY: &[&str] = &[
    "urlsearchparams",
    "urlbuilder",
    "uribuilder",
    "urlencode",
    "http_build_query",
    "build_query",
    "encode_www_form",
    "httpparams",
    "querybuilder",
    "urlqueryitem",
    "query_form",
    "to_query",
    "querystring",
    "addquerystring",
    "parsequerystring",
    "urlvalues",
    "append_pair",
    "appendpair",
    "query_pairs_mut",
    "parse_qsl",
    "parse_qs",
    "with_query",
    "update_query",
    "copy_merge_params",
    "copy_set_param",
    "copy_add_param",
    "encode_query",
    "encodequerydata",
    "add_query_arg",
    "buildquerystring",
    // Blazor's `NavigationManager`.
    "geturiwithqueryparameter",
    "geturiwithqueryparameters",
    "parse_with_params",
    "set_uri_args",
    "with_params",
    "buildquery",
    "addqueryarg",
    "encodeparameters",
    "default_params",
    "qs",
    "add_or_replace_parameter",
    "add_or_replace_parameters",
    "prepare_url",
    "request_encode_url",
    "furl",
    "extend_pairs",
    "encode_args",
    "param_set",
    "setparameterget",
    "addsearch",
    "setsearch",
    "urlcat",
    "addrequestparameter",
    "compose_query",
    "encodequery",
    "webread",
    "www_form_urlencode",
];
/// Types and functions that put what they are given elsewhere, in lower case.
const MAKES_OTHER: &[&str] = &[
    "httpheaders",
    "headers",
    "formdata",
    "formurlencodedcontent",
    "multipartformdatacontent",
    "formbody",
    "urlencodedformentity",
    "jsoncontent",
    "uploadvalues",
    "postform",
    "uploadvaluestaskasync",
    "setrequestheader",
    "setrequestproperty",
    "addrequestproperty",
    "stringcontent",
    "jsonobject",
    "json_encode",
    "dumps",
    "postasync",
    "submitform",
    "post_form",
    "putenv",
    "setenv",
    "getenv",
    "addheader",
    "setheader",
    "header",
    "cookie",
    "addcookie",
    "setcookie",
    "set_cookie",
    "headermap",
    "postargs",
    // What a test expects.
    "hash_including",
    "a_hash_including",
    "objectcontaining",
    // What a body is read from.
    "newreader",
    "newbuffer",
    "newbufferstring",
    // Of Java's `BodyPublishers`.
    "ofstring",
    "ofbytearray",
];

/// What a function or type does with what it is given.
pub(super) fn place_of_call(name: &str) -> Place {
    let lower = name.to_ascii_lowercase();
    let lower = lower.trim_end_matches(['!', '?']);
    let taking = ["remove", "delete", "get", "has", "contains", "without", "strip", "drop", "unset", "is"];
    let parts = words(name);
    if MAKES_QUERY.contains(&lower) {
        return Place::Query;
    }
    if parts.len() > 1 && taking.iter().any(|word| parts.first().is_some_and(|first| first == word)) {
        return Place::Elsewhere;
    }
    let (query, header) = (lower.contains("query"), lower.contains("header"));
    if query && header {
        // `parameterAddToHeaderOrQuery`.
        return Place::Unknown;
    }
    if MAKES_OTHER.contains(&lower)
        || parts.last().is_some_and(|last| last == "fragment")
        || header
        || lower.contains("cookie")
        || lower.contains("body")
        || lower.contains("form") && !lower.contains("format") && !query
    {
        return Place::Elsewhere;
    }
    if query || lower.contains("searchparam") || makes_url(&parts) {
        return Place::Query;
    }
    Place::Unknown
}

/// Whether a function of those words makes a URL of a table: `buildUrl(base, path, { … })`, `url_for`.
fn makes_url(words: &[String]) -> bool {
    const MAKES: [&str; 11] = [
        "build",
        "make",
        "create",
        "compose",
        "construct",
        "generate",
        "assemble",
        "format",
        "for",
        "with",
        "join",
    ];
    let any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    any(&["url", "uri"]) && any(&MAKES)
}

/// Whether a function writes pairs as text, which a URL or a form's body may hold; its name is in lower case.
pub(super) fn encodes(name: &str) -> bool {
    const ENCODES: &[&str] = &[
        "urlencode",
        "urlsearchparams",
        "http_build_query",
        "httpbuildquery",
        "build_query",
        "buildquery",
        "buildquerystring",
        "encode_www_form",
        "www_form_urlencode",
        "stringify",
        "querystring",
        "encode_query",
        "encodequery",
        "encode_args",
        "encodeparameters",
        "compose_query",
        "formatquery",
    ];
    ENCODES.contains(&name)
}

/// What an option says of the argument that follows it: `CURLOPT_POSTFIELDS`, `"CamelHttpQuery"`, `"Cookie"`.
pub(super) fn place_of_option(name: &str) -> Option<Place> {
    if matches!(name, "CURLUPART_QUERY" | "HTTP_QUERY" | "CamelHttpQuery") {
        return Some(Place::Query);
    }
    let header = ["cookie", "set-cookie"].iter().any(|header| name.eq_ignore_ascii_case(header));
    let elsewhere = header || ["POSTFIELDS", "HTTPHEADER", "COOKIE"].iter().any(|part| name.contains(part));
    elsewhere.then_some(Place::Elsewhere)
}

/// What an accessor gives: `getParameters()` the parameters.
pub(super) fn place_of_accessor(name: &str) -> Option<Place> {
    let parts = words(name);
    let gets = parts.len() > 1 && parts.first().is_some_and(|first| first == "get");
    if gets { place_of_name(name).known() } else { None }
}

/// Functions that hand on what they are given, in lower case.
pub(super) fn hands_on(name: &str) -> bool {
    const ON: &[&str] = &[
        "extend",
        "assign",
        "merge",
        "dict",
        "of",
        "mapof",
        "listof",
        "pair",
        "tuple",
        "entry",
        "array_merge",
        "hashmap",
        "from",
        "freeze",
        "collect",
        "vec",
        "array",
        "defaults",
        "mutablemapof",
        "hashmapof",
        "linkedmapof",
        "aslist",
        "map",
        "list",
        "c",
        "simpleentry",
        "basicnamevaluepair",
        "namevaluepair",
        "ofentries",
        "linkedhashmap",
        "object",
        "fromentries",
        "entries",
        "ordereddict",
        "multidict",
        "dictionary",
        "keyvaluepair",
        "into",
        "json",
        "singletonmap",
        "immutablemap",
        "arrayof",
        "mutablelistof",
        "treemap",
        "make_pair",
        "seq",
        "unmodifiablemap",
        "mappingproxytype",
        "parametersof",
        "to_h",
        "update",
        "defaultdict",
        "simpleimmutableentry",
        "compact",
        "hash",
        "nameValueCollection",
        "namevaluecollection",
        "dictionaryliteral",
        "concat",
        "multivaluemap",
        "tomultivaluemap",
        "copyof",
        "some",
        "qstring",
        "qstringliteral",
        "qlatin1string",
        "u",
        "linkedmultivaluemap",
        "init",
        "stringbuilder",
        "stringbuffer",
        // What OpenAPI Generator writes.
        "parametertomultimap",
    ];
    ON.contains(&name.trim_end_matches('!').to_ascii_lowercase().as_str())
}

/// Functions that give the text back that they are given, filled in, in lower case.
pub(super) fn fills_in(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "sprintf" | "format" | "strsubstno")
}

/// Whether a function's name begins as one that puts something into its first argument: `setApiKeyToObject(query, name, …)`.
pub(super) fn begins_to_put(name: &str) -> bool {
    let first = words(name).into_iter().next();
    first
        .is_some_and(|first| matches!(first.as_str(), "set" | "add" | "put" | "append" | "assign" | "insert"))
}

/// Methods that put a name and a value into what they are called on, in lower case.
pub(super) fn puts(name: &str) -> bool {
    const PUTS: &[&str] = &[
        "append",
        "set",
        "add",
        "put",
        "insert",
        "push",
        "addparameter",
        "parameter",
        "param",
        "setparameter",
        "tryadd",
        "setvalue",
        "addparam",
        "store",
        "append_pair",
        "appendpair",
        "setparam",
        "set_param",
        "add_param",
        "emplace",
        "updatevalue",
        "put_new",
        "putifabsent",
        "setdefault",
        "addlast",
        "params",
        "parameters",
        "append_pairs",
        "update",
        "query_param",
        "with",
        "create",
        "addall",
        "putall",
        "withparam",
        "matchparam",
    ];
    PUTS.contains(&name.to_ascii_lowercase().as_str())
}
