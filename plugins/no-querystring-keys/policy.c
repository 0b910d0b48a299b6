/* Refuses calls that carry a key, or anything that looks like one, in the querystring: URLs end up in logs, in
 * histories and in `Referer` headers. */
#include "localgear_policy.h"

#define FINDINGS_MAX 20

static const char SCHEMA[] = {
#embed "settings.schema.json"
};

static const lg_rule_info RULES[] = {
  { LG_TEXT("key-in-query"), LG_TEXT("A key travels in the querystring"), LG_ERROR,
    LG_TEXT("send it as `Authorization: Key=...`") },
};
static const uint8_t PHASES[] = { LG_PHASE_REQUEST, LG_PHASE_EXCHANGE };

/* Names under which keys travel, beside those that localgear itself knows to be secret. */
static const lg_text NAMES[] = {
  LG_TEXT("auth-key"), LG_TEXT("api-key"), LG_TEXT("api_key"), LG_TEXT("apikey"), LG_TEXT("access_token"),
};

const lg_policy_info *describe(void) {
  static lg_policy_info info;
  info.name = LG_TEXT("no-querystring-keys");
  info.version = LG_TEXT("0.1.0");
  info.description = LG_TEXT("keys belong into a header, not into the querystring");
  info.rules.ptr = RULES;
  info.rules.len = sizeof RULES / sizeof *RULES;
  info.settings_schema = (lg_text){ SCHEMA, sizeof SCHEMA };
  info.phases.ptr = PHASES;
  info.phases.len = sizeof PHASES;
  return &info;
}

/* The schema says all there is to say. */
const lg_problems *validate(const char *settings, size_t settings_len) {
  (void)settings; (void)settings_len;
  static lg_problems none;
  none.ptr = (const lg_problem *)8;
  return &none;
}

/* An exception is a Workflow's name, or a pattern for the path where it begins with a slash. */
static bool is_excepted(const lg_exchange *exchange, lg_text exceptions) {
  size_t at = 0;
  for (lg_text item; lg_json_next(exceptions, &at, &item);) {
    lg_text except = lg_json_text(item, LG_TEXT(""));
    if (except.len && except.ptr[0] == '/') {
      if (lg_matches(except, exchange->request.path)) return true;
    } else if (exchange->target.workflow.some && lg_same(except, exchange->target.workflow.text)) return true;
  }
  return false;
}

static bool is_key(const lg_field *pair, lg_text more_names) {
  if (pair->secret) return true;
  if (!pair->value.len) return false;
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) if (lg_same_nocase(pair->name, NAMES[i])) return true;
  size_t at = 0;
  for (lg_text item; lg_json_next(more_names, &at, &item);)
    if (lg_same_nocase(pair->name, lg_json_text(item, LG_TEXT("")))) return true;
  return false;
}

const lg_answer *evaluate(const lg_question *question) {
  static lg_finding findings[FINDINGS_MAX];
  static lg_answer answer;
  const lg_exchange *exchange = &question->exchange;
  const lg_fields *query = &exchange->request.query;
  lg_text settings = question->settings;
  size_t found = 0;
  bool excepted = query->len && is_excepted(exchange, lg_json_member(settings, LG_TEXT("except")));
  lg_text more_names = lg_json_member(settings, LG_TEXT("names"));
  for (size_t i = 0; !excepted && i < query->len && found < FINDINGS_MAX; i++) {
    const lg_field *pair = &query->ptr[i];
    if (!is_key(pair, more_names)) continue;
    lg_finding *finding = &findings[found++];
    finding->rule = LG_TEXT("key-in-query");
    finding->severity = LG_ERROR;
    finding->message = lg_join((lg_text[]){ LG_TEXT("a key travels in the querystring, as `"), pair->name, LG_TEXT("`") }, 3);
    finding->at.tag = LG_AT_QUERY;
    finding->at.name = pair->name;
    finding->fix.some = 1;
    finding->fix.fix.title = LG_TEXT("leave it out of the URL");
    finding->fix.fix.at = finding->at;
    finding->fix.fix.edit.tag = LG_EDIT_REMOVE;
    finding->help.some = 1;
    finding->help.text = LG_TEXT("send it as `Authorization: Key=...`; URLs end up in logs, and change the key: it has been in one");
  }
  lg_decision *decision = &answer.decision;
  bool warn = lg_json_bool(lg_json_member(settings, LG_TEXT("warn")), false);
  decision->verdict = !found ? LG_VERDICT_ALLOW : warn ? LG_VERDICT_WARN : LG_VERDICT_DENY;
  decision->status.some = 1;
  decision->status.value = lg_json_u16(lg_json_member(settings, LG_TEXT("status")), 403);
  decision->findings.ptr = findings;
  decision->findings.len = found;
  return &answer;
}
