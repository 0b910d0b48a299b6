"""Refuses calls without a header that the settings name."""

import json

import wit_world
from wit_world.imports import types as t

RULE = "missing-header"
SCHEMA = {
    "type": "object",
    "required": ["header"],
    "additionalProperties": False,
    "properties": {"header": {"type": "string"}},
}


class WitWorld(wit_world.WitWorld):
    def describe(self):
        """What the policy is: asked once, when it is loaded."""
        rule = t.RuleInfo(RULE, "A header is missing", t.Severity.ERROR, "send the header with every call")
        return t.PolicyInfo(
            "my-policy", "0.1.0", "calls must carry a header", [rule], json.dumps(SCHEMA),
            [t.Phase.REQUEST, t.Phase.EXCHANGE], False,
        )

    def validate(self, settings):
        """What is wrong with the settings that the schema cannot say."""
        return []

    def evaluate(self, exchange, settings):
        """The decision on one exchange. What it raises is a failure of the policy, not a refusal of the call."""
        header = json.loads(settings)["header"]
        if any(sent.name == header.lower() for sent in exchange.request.headers):
            return t.Decision(t.Verdict.ALLOW, None, [])
        finding = t.Finding(
            RULE, t.Severity.ERROR, f"the header `{header}` is missing", t.Location_Header(header), None,
            f"send `{header}` with every call",
        )
        return t.Decision(t.Verdict.DENY, 400, [finding])
