// Refuses calls that change something while changes are frozen: the last days of a month, a migration, a holiday.
//
// A policy has no clock. The time of the call is part of the exchange, so a test can freeze it, and a recording is
// judged by when it was made.

const RULE = "frozen";

const SCHEMA = {
  type: "object",
  required: ["windows"],
  additionalProperties: false,
  properties: {
    windows: {
      type: "array",
      maxItems: 100,
      items: {
        type: "object",
        required: ["from", "to"],
        additionalProperties: false,
        properties: {
          from: { type: "string", description: "RFC 3339, such as 2026-12-24T00:00:00Z" },
          to: { type: "string", description: "RFC 3339; the first moment that is free again" },
          why: { type: "string" },
        },
      },
    },
    methods: { type: "array", items: { type: "string" }, description: "methods that change something; POST, PUT, PATCH and DELETE unless said" },
    except: { type: "array", items: { type: "string" }, description: "names of Workflows that may go on" },
    warn: { type: "boolean", description: "report, but let the call through" },
  },
};

export function describe() {
  return {
    name: "change-freeze",
    version: "0.1.0",
    description: "no changes while changes are frozen",
    rules: [{ id: RULE, title: "A change during a freeze", severity: "error", help: "call again after the freeze" }],
    settingsSchema: JSON.stringify(SCHEMA),
    phases: ["request", "exchange"],
    wantsBody: false,
  };
}

export function validate(text) {
  const problems = [];
  JSON.parse(text).windows.forEach((window, at) => {
    const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
    if (Number.isNaN(from)) problems.push({ pointer: `/windows/${at}/from`, message: "expected a time such as 2026-12-24T00:00:00Z" });
    if (Number.isNaN(to)) problems.push({ pointer: `/windows/${at}/to`, message: "expected a time such as 2026-12-24T00:00:00Z" });
    if (from >= to) problems.push({ pointer: `/windows/${at}/to`, message: "ends before it begins" });
  });
  return problems;
}

export function evaluate(exchange, text) {
  const settings = JSON.parse(text);
  const methods = settings.methods ?? ["POST", "PUT", "PATCH", "DELETE"];
  const free = { verdict: "allow", status: undefined, findings: [] };
  const { workflow } = exchange.target;
  if (!methods.includes(exchange.request.method) || (settings.except ?? []).includes(workflow)) return free;
  if (exchange.receivedMs === undefined) return free;
  const now = Number(exchange.receivedMs);
  const frozen = settings.windows.find((window) => Date.parse(window.from) <= now && now < Date.parse(window.to));
  if (!frozen) return free;
  return {
    verdict: settings.warn ? "warn" : "deny",
    status: 503,
    findings: [{
      rule: RULE,
      severity: "error",
      message: `changes are frozen until ${frozen.to}${frozen.why ? `: ${frozen.why}` : ""}`,
      at: { tag: "method" },
      fix: undefined,
      help: `call again after ${frozen.to}`,
    }],
  };
}
