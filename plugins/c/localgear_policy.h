/* The interface `localgear:policy` 0.1 for C: the records of `policy.wit` as the canonical ABI lays them out, so that
 * nothing has to be copied or converted. Freestanding: no C library is needed.
 *
 * A policy defines `describe`, `validate` and `evaluate` below. An instance answers once and is thrown away, so
 * answers may be static and nothing is ever freed.
 */
#ifndef LOCALGEAR_POLICY_H
#define LOCALGEAR_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct { const char *ptr; size_t len; } lg_text;
#define LG_TEXT(literal) ((lg_text){ (literal), sizeof(literal) - 1 })

/* option<string> and its like: `some` is 0 or 1. */
typedef struct { uint8_t some; lg_text text; } lg_maybe_text;
typedef struct { uint8_t some; uint16_t value; } lg_maybe_u16;
typedef struct { uint8_t some; uint64_t value; } lg_maybe_u64;
typedef struct { const lg_text *ptr; size_t len; } lg_texts;

typedef struct { lg_text name, value; uint8_t secret; } lg_field;
typedef struct { const lg_field *ptr; size_t len; } lg_fields;

enum { LG_PHASE_REQUEST, LG_PHASE_EXCHANGE };
enum { LG_SOURCE_LIVE, LG_SOURCE_HAR, LG_SOURCE_ACCESS_LOG, LG_SOURCE_OPENAPI, LG_SOURCE_POSTMAN, LG_SOURCE_OTHER };
enum { LG_SLOT_PRIMARY, LG_SLOT_SECONDARY, LG_SLOT_MINTED, LG_SLOT_UNKNOWN };
enum { LG_CARRIER_HEADER_KEY, LG_CARRIER_HEADER_BEARER, LG_CARRIER_QUERY };
enum { LG_INFO, LG_WARN, LG_ERROR };             /* severity */
enum { LG_VERDICT_ALLOW, LG_VERDICT_WARN, LG_VERDICT_DENY };
enum { LG_AT_WHOLE, LG_AT_METHOD, LG_AT_PATH, LG_AT_STATUS, LG_AT_QUERY, LG_AT_HEADER, LG_AT_REQUEST_BODY,
       LG_AT_RESPONSE_HEADER, LG_AT_RESPONSE_BODY };
enum { LG_EDIT_SET_VALUE, LG_EDIT_RENAME, LG_EDIT_REMOVE, LG_EDIT_ADD };

typedef struct {
  lg_text name;
  uint8_t slot, carrier;
  lg_text fingerprint;
  uint8_t enabled;
  lg_maybe_text target_environment;
  lg_texts permitted_workflows;
} lg_key_identity;

typedef struct { lg_text site, environment; lg_maybe_text workflow, path_template; } lg_target;
typedef struct { lg_text media_type; uint64_t size; uint8_t truncated; const uint8_t *bytes; size_t bytes_len; } lg_body;
typedef struct { uint8_t some; lg_body body; } lg_maybe_body;

typedef struct {
  lg_text method, scheme, authority, path;
  lg_fields query, headers;
  lg_maybe_body body;
} lg_request;

typedef struct { uint16_t status; lg_fields headers; lg_maybe_body body; lg_maybe_u64 duration_us; } lg_response;
typedef struct { lg_text name, value; } lg_pair;

typedef struct {
  lg_text id;
  uint8_t phase, source;
  lg_maybe_u64 received_ms;
  lg_maybe_text client;
  lg_target target;
  struct { uint8_t some; lg_key_identity key; } key;
  lg_request request;
  struct { uint8_t some; lg_response response; } response;
  struct { const lg_pair *ptr; size_t len; } extra;
} lg_exchange;

/* `name` is read where `tag` is one that names something. */
typedef struct { uint8_t tag; lg_text name; } lg_location;
typedef struct { uint8_t tag; lg_field value; } lg_edit;
typedef struct { lg_text title; lg_location at; lg_edit edit; } lg_fix;

typedef struct {
  lg_text rule;
  uint8_t severity;
  lg_text message;
  lg_location at;
  struct { uint8_t some; lg_fix fix; } fix;
  lg_maybe_text help;
} lg_finding;

typedef struct { uint8_t verdict; lg_maybe_u16 status; struct { const lg_finding *ptr; size_t len; } findings; } lg_decision;

/* `failed` 1: `error` says why the policy cannot decide. */
typedef struct { uint8_t failed; union { lg_decision decision; lg_text error; }; } lg_answer;

typedef struct { lg_text pointer, message; } lg_problem;
typedef struct { const lg_problem *ptr; size_t len; } lg_problems;
typedef struct { lg_text id, title; uint8_t severity; lg_text help; } lg_rule_info;

typedef struct {
  lg_text name, version, description;
  struct { const lg_rule_info *ptr; size_t len; } rules;
  lg_text settings_schema;
  struct { const uint8_t *ptr; size_t len; } phases;
  uint8_t wants_body;
} lg_policy_info;

/* What `evaluate` is given: the exchange, then the settings as JSON. */
typedef struct { lg_exchange exchange; lg_text settings; } lg_question;

#define LG_EXPORT(name) __attribute__((export_name(name)))

LG_EXPORT("describe") const lg_policy_info *describe(void);
LG_EXPORT("validate") const lg_problems *validate(const char *settings, size_t settings_len);
LG_EXPORT("evaluate") const lg_answer *evaluate(const lg_question *question);

/* A line for the developer of the policy. */
__attribute__((import_module("localgear:policy/host@0.1.0"), import_name("log")))
void lg_log(int32_t severity, const char *text, size_t len);

/* What a 32-bit WebAssembly compiler must make of it; `policy.wit` is the truth. */
_Static_assert(sizeof(lg_field) == 20, "field");
_Static_assert(sizeof(lg_key_identity) == 44, "key-identity");
_Static_assert(offsetof(lg_exchange, key) == 84, "exchange.key");
_Static_assert(offsetof(lg_exchange, request) == 136, "exchange.request");
_Static_assert(offsetof(lg_exchange, response) == 224, "exchange.response");
_Static_assert(offsetof(lg_question, settings) == 312, "settings");
_Static_assert(sizeof(lg_finding) == 92, "finding");
_Static_assert(sizeof(lg_answer) == 20, "answer");
_Static_assert(sizeof(lg_policy_info) == 52, "policy-info");

/* From localgear_policy.c: memory that is never freed, texts, and settings. */
void *lg_allocate(size_t bytes);
bool lg_same(lg_text a, lg_text b);
bool lg_same_nocase(lg_text a, lg_text b);
/* `*` in the pattern stands for any number of characters. */
bool lg_matches(lg_text pattern, lg_text text);
lg_text lg_join(const lg_text *parts, size_t count);

/* A member of a JSON object, as the text of its value; empty if there is none. `at` walks over an array's items. */
lg_text lg_json_member(lg_text object, lg_text name);
bool lg_json_next(lg_text array, size_t *at, lg_text *item);
/* A JSON text's characters, or `otherwise` if the value is none. Escapes are resolved (\u to UTF-8). */
lg_text lg_json_text(lg_text value, lg_text otherwise);
bool lg_json_bool(lg_text value, bool otherwise);
uint16_t lg_json_u16(lg_text value, uint16_t otherwise);

#endif
