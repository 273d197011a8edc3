import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidAllActions as rule } from "./forbidAllActions.ts";

const arn = "arn:aws:s3:::orders/*";
const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });
const allow = (statement: object) =>
  JSON.stringify(document({ Effect: "Allow", Resource: arn, ...statement }));
const few = allow({ Action: ["s3:GetObject", "s3:List*"] });
const all = allow({ Action: "*" });

const otherForms = [
  "aws:iam/role:Role",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
];

for (const type of rule.types.filter((type) => !otherForms.includes(type))) {
  testRule(rule, type, {
    compliant: { policy: few },
    passing: {
      "all actions of a service": { policy: allow({ Action: "s3:*" }) },
      "a denying statement": {
        policy: document(
          { Effect: "Deny", Action: "*", Resource: "*" },
          { Effect: "Deny", NotAction: "s3:*", Resource: "*" },
        ),
      },
      "an unknown value": { policy: unknown },
      "an action that is not known yet": {
        policy: document({ Effect: "Allow", Action: unknown, Resource: "*" }),
      },
      "an invalid document": { policy: "Action: *" },
      "an empty document": { policy: "{}" },
    },
    failing: {
      "all actions": [{ policy: all }, "policy.Statement[0].Action"],
      "all actions of all services": [
        { policy: allow({ Action: ["s3:GetObject", "*:*"] }) },
        "policy.Statement[0].Action",
      ],
      "all actions by other wildcards": [
        { policy: allow({ Action: "?*" }) },
        "policy.Statement[0].Action",
      ],
      "all actions in an object": [
        { policy: document({ Effect: "Allow", Action: ["*"], Resource: unknown }) },
        "policy.Statement[0].Action",
      ],
      "one statement instead of a list": [
        { policy: { Statement: { Effect: "Allow", Action: "**", Resource: arn } } },
        "policy.Statement[0].Action",
      ],
      "all actions in the second statement": [
        {
          policy: document(
            { Effect: "Deny", Action: "*", Resource: "*" },
            { Effect: "Allow", Action: "*", Resource: "*" },
          ),
        },
        "policy.Statement[1].Action",
      ],
      "all actions but some": [
        { policy: allow({ NotAction: ["iam:*"] }) },
        "policy.Statement[0].NotAction",
      ],
    },
  });
}

testRule(rule, otherForms[1]!, {
  compliant: { inlinePolicy: few },
  failing: { "all actions": [{ inlinePolicy: all }, "inlinePolicy.Statement[0].Action"] },
});

testRule(rule, "aws:iam/role:Role", {
  compliant: { inlinePolicies: [{ name: "few", policy: few }] },
  passing: { "no policies": { inlinePolicies: undefined } },
  failing: {
    "all actions": [
      { inlinePolicies: [{ policy: few }, { policy: all }] },
      "inlinePolicies[1].policy.Statement[0].Action",
    ],
    "all actions beside an unknown value": [
      { inlinePolicies: [{ policy: unknown }, { policy: all }] },
      "inlinePolicies.policy.Statement[0].Action",
    ],
  },
});
