// Refuses calls without a header that the settings name.

const RULE = "missing-header";

/** What the policy is: asked once, when it is loaded. */
export function describe() {
  return {
    name: "my-policy",
    version: "0.1.0",
    description: "calls must carry a header",
    rules: [{ id: RULE, title: "A header is missing", severity: "error", help: "send the header with every call" }],
    settingsSchema: JSON.stringify({
      type: "object", required: ["header"], additionalProperties: false, properties: { header: { type: "string" } },
    }),
    phases: ["request", "exchange"],
    wantsBody: false,
  };
}

/** What is wrong with the settings that the schema cannot say. */
export function validate(settings) {
  return [];
}

/** The decision on one exchange. What it throws is a failure of the policy, not a refusal of the call. */
export function evaluate(exchange, settings) {
  const { header } = JSON.parse(settings);
  if (exchange.request.headers.some((sent) => sent.name === header.toLowerCase())) {
    return { verdict: "allow", status: undefined, findings: [] };
  }
  return {
    verdict: "deny",
    status: 400,
    findings: [{
      rule: RULE,
      severity: "error",
      message: `the header \`${header}\` is missing`,
      at: { tag: "header", val: header },
      fix: undefined,
      help: `send \`${header}\` with every call`,
    }],
  };
}
