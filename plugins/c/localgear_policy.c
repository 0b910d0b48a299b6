#include "localgear_policy.h"

/* Memory: a mark that only moves up. The instance is gone after one answer, or asked again (`policy bench`): then the
 * mark goes back. */
extern unsigned char __heap_base;
static uintptr_t top;

static void *reserve(size_t align, size_t bytes) {
  if (!top) top = (uintptr_t)&__heap_base;
  uintptr_t start = (top + align - 1) & ~(align - 1), end = start + bytes;
  uintptr_t have = (uintptr_t)__builtin_wasm_memory_size(0) << 16;
  if (end < start) __builtin_trap();
  if (end > have && __builtin_wasm_memory_grow(0, (end - have + 65535) >> 16) == (size_t)-1) __builtin_trap();
  top = end;
  return (void *)start;
}

void *lg_allocate(size_t bytes) { return reserve(16, bytes); }

/* The host asks for room for what it hands over; it never asks to move anything. */
__attribute__((export_name("cabi_realloc")))
void *cabi_realloc(void *old, size_t old_len, size_t align, size_t len) {
  if (old || old_len) __builtin_trap();
  return reserve(align, len);
}

/* The host has read the answer. */
__attribute__((export_name("cabi_post_evaluate")))
void cabi_post_evaluate(const lg_answer *answer) { (void)answer; top = 0; }

/* The compiler writes calls to these two by itself. */
void *memcpy(void *to, const void *from, size_t bytes) {
  unsigned char *t = to;
  const unsigned char *f = from;
  for (size_t i = 0; i < bytes; i++) t[i] = f[i];
  return to;
}
void *memset(void *to, int value, size_t bytes) {
  unsigned char *t = to;
  for (size_t i = 0; i < bytes; i++) t[i] = (unsigned char)value;
  return to;
}

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

bool lg_same(lg_text a, lg_text b) {
  if (a.len != b.len) return false;
  for (size_t i = 0; i < a.len; i++) if (a.ptr[i] != b.ptr[i]) return false;
  return true;
}

bool lg_same_nocase(lg_text a, lg_text b) {
  if (a.len != b.len) return false;
  for (size_t i = 0; i < a.len; i++) if (lower(a.ptr[i]) != lower(b.ptr[i])) return false;
  return true;
}

/* Goes back to the last `*` on a mismatch: time is the product of the lengths at worst. */
bool lg_matches(lg_text pattern, lg_text text) {
  size_t p = 0, t = 0, star = (size_t)-1, mark = 0;
  while (t < text.len) {
    if (p < pattern.len && pattern.ptr[p] == '*') { star = p++; mark = t; }
    else if (p < pattern.len && pattern.ptr[p] == text.ptr[t]) { p++; t++; }
    else if (star != (size_t)-1) { p = star + 1; t = ++mark; }
    else return false;
  }
  while (p < pattern.len && pattern.ptr[p] == '*') p++;
  return p == pattern.len;
}

lg_text lg_join(const lg_text *parts, size_t count) {
  size_t len = 0, at = 0;
  for (size_t i = 0; i < count; i++) len += parts[i].len;
  char *joined = lg_allocate(len);
  for (size_t i = 0; i < count; i++) {
    memcpy(joined + at, parts[i].ptr, parts[i].len);
    at += parts[i].len;
  }
  return (lg_text){ joined, len };
}

/* JSON. The host has parsed and checked it, so a fault in it ends a value early and nothing else. */
static bool blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
static size_t skip_blanks(lg_text j, size_t i) { while (i < j.len && blank(j.ptr[i])) i++; return i; }

static size_t skip_text(lg_text j, size_t i) {
  for (i++; i < j.len && j.ptr[i] != '"'; i++) if (j.ptr[i] == '\\') i++;
  return i < j.len ? i + 1 : j.len;
}

static size_t skip_value(lg_text j, size_t i) {
  size_t depth = 0;
  for (i = skip_blanks(j, i); i < j.len;) {
    char c = j.ptr[i];
    if (c == '"') { i = skip_text(j, i); if (!depth) return i; continue; }
    if (c == '{' || c == '[') depth++;
    else if (c == '}' || c == ']') {
      if (!depth) return i;
      if (!--depth) return i + 1;
    } else if (!depth && (c == ',' || blank(c))) return i;
    i++;
  }
  return j.len;
}

lg_text lg_json_member(lg_text object, lg_text name) {
  size_t i = skip_blanks(object, 0);
  if (i >= object.len || object.ptr[i] != '{') return LG_TEXT("");
  for (i++;;) {
    i = skip_blanks(object, i);
    if (i >= object.len || object.ptr[i] != '"') return LG_TEXT("");
    size_t end = skip_text(object, i);
    bool found = end >= i + 2 && lg_same((lg_text){ object.ptr + i + 1, end - i - 2 }, name);
    i = skip_blanks(object, end);
    if (i >= object.len || object.ptr[i] != ':') return LG_TEXT("");
    i = skip_blanks(object, i + 1);
    end = skip_value(object, i);
    if (found) return (lg_text){ object.ptr + i, end - i };
    i = skip_blanks(object, end);
    if (i >= object.len || object.ptr[i] != ',') return LG_TEXT("");
    i++;
  }
}

bool lg_json_next(lg_text array, size_t *at, lg_text *item) {
  size_t i = skip_blanks(array, *at);
  if (i >= array.len) return false;
  if (array.ptr[i] == '[' && !*at) i = skip_blanks(array, i + 1);
  else if (array.ptr[i] == ',') i = skip_blanks(array, i + 1);
  else return false;
  if (i >= array.len || array.ptr[i] == ']') return false;
  size_t end = skip_value(array, i);
  *item = (lg_text){ array.ptr + i, end - i };
  *at = end;
  return true;
}

static uint32_t hex4(const char *at) {
  uint32_t value = 0;
  for (int i = 0; i < 4; i++) {
    char c = lower(at[i]);
    value = value * 16 + (uint32_t)(c >= 'a' ? c - 'a' + 10 : c - '0');
  }
  return value;
}

lg_text lg_json_text(lg_text value, lg_text otherwise) {
  if (value.len < 2 || value.ptr[0] != '"') return otherwise;
  const char *in = value.ptr + 1, *end = value.ptr + value.len - 1;
  char *out = lg_allocate(value.len);
  size_t len = 0;
  while (in < end) {
    if (*in != '\\' || in + 1 >= end) { out[len++] = *in++; continue; }
    char c = in[1];
    in += 2;
    if (c != 'u') { out[len++] = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'b' ? '\b' : c == 'f' ? '\f' : c; continue; }
    if (end - in < 4) break;
    uint32_t code = hex4(in);
    in += 4;
    if (code >= 0xd800 && code < 0xdc00 && end - in >= 6 && in[0] == '\\' && in[1] == 'u') {
      code = 0x10000 + ((code - 0xd800) << 10) + (hex4(in + 2) - 0xdc00);
      in += 6;
    }
    if (code < 0x80) out[len++] = (char)code;
    else if (code < 0x800) { out[len++] = (char)(0xc0 | code >> 6); out[len++] = (char)(0x80 | (code & 63)); }
    else if (code < 0x10000) {
      out[len++] = (char)(0xe0 | code >> 12); out[len++] = (char)(0x80 | (code >> 6 & 63)); out[len++] = (char)(0x80 | (code & 63));
    } else {
      out[len++] = (char)(0xf0 | code >> 18); out[len++] = (char)(0x80 | (code >> 12 & 63));
      out[len++] = (char)(0x80 | (code >> 6 & 63)); out[len++] = (char)(0x80 | (code & 63));
    }
  }
  return (lg_text){ out, len };
}

bool lg_json_bool(lg_text value, bool otherwise) { return value.len ? value.ptr[0] == 't' : otherwise; }

uint16_t lg_json_u16(lg_text value, uint16_t otherwise) {
  uint32_t number = 0;
  for (size_t i = 0; i < value.len; i++) {
    if (value.ptr[i] < '0' || value.ptr[i] > '9') return otherwise;
    number = number * 10 + (uint32_t)(value.ptr[i] - '0');
    if (number > UINT16_MAX) return otherwise;
  }
  return value.len ? (uint16_t)number : otherwise;
}
