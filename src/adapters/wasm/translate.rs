//! Our nouns to the interface's and back. What comes back is a stranger's text: bounded and cleaned.

use super::bindings::localgear::policy::types as wit;
use crate::finding::Severity;
use crate::policy::{
    AskedRequest, AskedResponse, Body, Decision, Edit, Exchange, FINDINGS_MAX, Failure, Field, Fix,
    KeyCarrier, KeyIdentity, KeySlot, Location, MESSAGE_BYTES_MAX, Phase, PolicyFinding, PolicyInfo, Problem,
    RULE_ID_BYTES_MAX, RULES_MAX, RuleInfo, Source, Target, UNDECLARED_RULE, Word,
};

/// The exchange as policies take it. Texts are moved, not copied.
pub(super) fn exchange(exchange: Exchange) -> wit::Exchange {
    let Exchange { id, phase, source, received_ms, client, target, key, request, response, extra } = exchange;
    let Target { site, environment, workflow, template } = target;
    wit::Exchange {
        id,
        phase: match phase {
            Phase::Request => wit::Phase::Request,
            Phase::Exchange => wit::Phase::Exchange,
        },
        source: match source {
            Source::Live => wit::Source::Live,
            Source::Har => wit::Source::Har,
            Source::AccessLog => wit::Source::AccessLog,
            Source::OpenApi => wit::Source::Openapi,
            Source::Postman => wit::Source::Postman,
            Source::Other => wit::Source::Other,
        },
        received_ms,
        client,
        target: wit::Target { site, environment, workflow, template },
        key: key.map(key_identity),
        request: asked_request(request),
        response: response.map(asked_response),
        extra,
    }
}

fn key_identity(key: KeyIdentity) -> wit::KeyIdentity {
    let KeyIdentity { name, slot, carrier, fingerprint, enabled, target_environment, permitted_workflows } =
        key;
    wit::KeyIdentity {
        name,
        slot: match slot {
            KeySlot::Primary => wit::KeySlot::Primary,
            KeySlot::Secondary => wit::KeySlot::Secondary,
            KeySlot::Minted => wit::KeySlot::Minted,
            KeySlot::Unknown => wit::KeySlot::Unknown,
        },
        carrier: match carrier {
            KeyCarrier::HeaderKey => wit::KeyCarrier::HeaderKey,
            KeyCarrier::HeaderBearer => wit::KeyCarrier::HeaderBearer,
            KeyCarrier::Query => wit::KeyCarrier::Query,
        },
        fingerprint,
        enabled,
        target_environment,
        permitted_workflows,
    }
}

fn asked_request(request: AskedRequest) -> wit::Request {
    let AskedRequest { method, scheme, authority, path, query, headers, body: sent } = request;
    wit::Request {
        method,
        scheme,
        authority,
        path,
        query: fields(query),
        headers: fields(headers),
        body: sent.map(body),
    }
}

fn asked_response(response: AskedResponse) -> wit::Response {
    let AskedResponse { status, headers, body: got, duration_us } = response;
    wit::Response { status, headers: fields(headers), body: got.map(body), duration_us }
}

fn fields(fields: Vec<Field>) -> Vec<wit::Field> {
    let field = |Field { name, value, secret }| wit::Field { name, value, secret };
    fields.into_iter().map(field).collect()
}

fn body(body: Body) -> wit::Body {
    let Body { media_type, size, truncated, bytes } = body;
    wit::Body { media_type, size, truncated, bytes }
}

/// What a policy says of itself, if it holds together.
pub(super) fn policy_info(info: wit::PolicyInfo) -> Result<PolicyInfo, String> {
    let rules: Vec<RuleInfo> = info
        .rules
        .into_iter()
        .map(|rule| RuleInfo {
            id: rule.id,
            title: clean(&rule.title),
            severity: severity(rule.severity),
            help: clean(&rule.help),
        })
        .collect();
    let phase = |phase| match phase {
        wit::Phase::Request => Phase::Request,
        wit::Phase::Exchange => Phase::Exchange,
    };
    let info = PolicyInfo {
        name: clean(&info.name),
        version: clean(&info.version),
        description: clean(&info.description),
        rules,
        settings_schema: info.settings_schema,
        phases: info.phases.into_iter().map(phase).collect(),
        wants_body: info.wants_body,
    };
    sound(&info)?;
    Ok(info)
}

/// Whether what a policy says of itself holds together, be it said now or at a former start.
pub(super) fn sound(info: &PolicyInfo) -> Result<(), String> {
    let PolicyInfo { name, rules, phases, .. } = info;
    if rules.len() > RULES_MAX {
        return Err(format!("{} rules, and {RULES_MAX} is the most", rules.len()));
    }
    if let Some(rule) = rules.iter().find(|rule| !is_rule_id(&rule.id)) {
        let id = clean(&rule.id);
        return Err(format!("the rule id `{id}`: expected lower-case letters, digits and hyphens"));
    }
    if name.trim().is_empty() {
        return Err("it has no name".to_owned());
    }
    if phases.is_empty() {
        return Err("it names no phase in which it can be asked".to_owned());
    }
    Ok(())
}

fn is_rule_id(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !id.is_empty() && id.len() <= RULE_ID_BYTES_MAX && id.bytes().all(plain)
}

pub(super) fn problems(problems: Vec<wit::Problem>) -> Vec<Problem> {
    let problem = |problem: wit::Problem| Problem {
        pointer: clean(&problem.pointer),
        message: clean(&problem.message),
    };
    problems.into_iter().take(FINDINGS_MAX).map(problem).collect()
}

/// A guest's decision as ours: what is too much is cut, what is not declared is said to be so. Secrets are hidden by
/// whoever asked: only there are they known.
pub(super) fn decision(
    decision: wit::Decision,
    policy: &str,
    info: &PolicyInfo,
) -> Result<Decision, Failure> {
    let word = match decision.verdict {
        wit::Verdict::Allow => Word::Allow,
        wit::Verdict::Warn => Word::Warn,
        wit::Verdict::Deny => Word::Deny,
    };
    if let (Word::Deny, Some(status)) = (word, decision.status)
        && !(400..=599).contains(&status)
    {
        return Err(Failure::BadStatus(status));
    }
    let dropped = decision.findings.len().saturating_sub(FINDINGS_MAX);
    let kept = decision.findings.into_iter().take(FINDINGS_MAX);
    let mut findings: Vec<PolicyFinding> = kept.map(|seen| finding(seen, policy, info)).collect();
    if dropped > 0
        && let Some(last) = findings.last_mut()
    {
        last.help = Some(format!("{dropped} more findings of this policy are not shown"));
    }
    Ok(Decision { word, status: decision.status, findings })
}

fn finding(seen: wit::Finding, policy: &str, info: &PolicyInfo) -> PolicyFinding {
    let message = clean(&seen.message);
    let (rule, message) = if info.declares(&seen.rule) {
        (seen.rule, message)
    } else {
        // Its own words in the message, never in an id that reports are sorted and filtered by.
        let said = cut(&clean(&seen.rule), RULE_ID_BYTES_MAX).to_owned();
        (UNDECLARED_RULE.to_owned(), format!("under the rule `{said}`, which it does not declare: {message}"))
    };
    PolicyFinding {
        rule: format!("policy/{policy}/{rule}"),
        severity: severity(seen.severity),
        message,
        at: location(seen.at),
        fix: seen.fix.map(|fix| Fix { title: clean(&fix.title), at: location(fix.at), edit: edit(fix.edit) }),
        help: seen.help.map(|help| clean(&help)).filter(|help| !help.is_empty()),
    }
}

pub(super) fn severity(severity: wit::Severity) -> Severity {
    match severity {
        wit::Severity::Info => Severity::Note,
        wit::Severity::Warn => Severity::Warning,
        wit::Severity::Error => Severity::Error,
    }
}

fn location(at: wit::Location) -> Location {
    match at {
        wit::Location::Whole => Location::Whole,
        wit::Location::Method => Location::Method,
        wit::Location::Path => Location::Path,
        wit::Location::Status => Location::Status,
        wit::Location::Query(name) => Location::Query(clean(&name)),
        wit::Location::Header(name) => Location::Header(clean(&name)),
        wit::Location::RequestBody(pointer) => Location::RequestBody(clean(&pointer)),
        wit::Location::ResponseHeader(name) => Location::ResponseHeader(clean(&name)),
        wit::Location::ResponseBody(pointer) => Location::ResponseBody(clean(&pointer)),
    }
}

fn edit(edit: wit::Edit) -> Edit {
    match edit {
        wit::Edit::SetValue(value) => Edit::SetValue(clean(&value)),
        wit::Edit::Rename(name) => Edit::Rename(clean(&name)),
        wit::Edit::Remove => Edit::Remove,
        wit::Edit::Add(field) => Edit::Add(clean(&field.name), clean(&field.value)),
    }
}

/// A guest's text, fit for a terminal, a log line and a header: no control characters, nothing that turns the reading
/// direction, not too long.
pub(super) fn clean(text: &str) -> String {
    let turns =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let fit = |c: char| if c.is_control() || turns(c) { ' ' } else { c };
    cut(text, MESSAGE_BYTES_MAX).chars().map(fit).collect()
}

/// The text's beginning, at most so many bytes of it.
pub(super) fn cut(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}
