/* Refuses calls without a header that the settings name. */
#include "localgear_policy.h"

static const char SCHEMA[] = "{\"type\":\"object\",\"required\":[\"header\"],\"additionalProperties\":false,"
                             "\"properties\":{\"header\":{\"type\":\"string\"}}}";
static const lg_rule_info RULES[] = {
  { LG_TEXT("missing-header"), LG_TEXT("A header is missing"), LG_ERROR, LG_TEXT("send the header with every call") },
};
static const uint8_t PHASES[] = { LG_PHASE_REQUEST, LG_PHASE_EXCHANGE };

/* What the policy is: asked once, when it is loaded. */
const lg_policy_info *describe(void) {
  static lg_policy_info info;
  info.name = LG_TEXT("my-policy");
  info.version = LG_TEXT("0.1.0");
  info.description = LG_TEXT("calls must carry a header");
  info.rules.ptr = RULES;
  info.rules.len = 1;
  info.settings_schema = LG_TEXT(SCHEMA);
  info.phases.ptr = PHASES;
  info.phases.len = 2;
  return &info;
}

/* What is wrong with the settings that the schema cannot say. */
const lg_problems *validate(const char *settings, size_t settings_len) {
  (void)settings; (void)settings_len;
  static lg_problems none;
  none.ptr = (const lg_problem *)8; /* no items, and an address that fits them */
  return &none;
}

/* The decision on one exchange. */
const lg_answer *evaluate(const lg_question *question) {
  static lg_answer answer;
  static lg_finding finding;
  lg_text wanted = lg_json_text(lg_json_member(question->settings, LG_TEXT("header")), LG_TEXT(""));
  const lg_fields *headers = &question->exchange.request.headers;
  answer.decision.verdict = LG_VERDICT_ALLOW;
  answer.decision.findings.ptr = &finding;
  for (size_t i = 0; i < headers->len; i++)
    if (lg_same_nocase(headers->ptr[i].name, wanted)) return &answer;
  finding.rule = LG_TEXT("missing-header");
  finding.severity = LG_ERROR;
  finding.message = lg_join((lg_text[]){ LG_TEXT("the header `"), wanted, LG_TEXT("` is missing") }, 3);
  finding.at.tag = LG_AT_HEADER;
  finding.at.name = wanted;
  finding.help.some = 1;
  finding.help.text = LG_TEXT("send it with every call");
  answer.decision.verdict = LG_VERDICT_DENY;
  answer.decision.status.some = 1;
  answer.decision.status.value = 400;
  answer.decision.findings.len = 1;
  return &answer;
}
