import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireScopedPassRole as rule } from "./requireScopedPassRole.ts";

const allow = (statement: object) => ({
  policy: JSON.stringify({
    Statement: [{ Effect: "Allow", Action: "iam:PassRole", ...statement }],
  }),
});
const toLambda = { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } };
const every = "arn:aws:iam::123456789012:role/*";
const property = "policy.Statement[0].Resource";

testRule(rule, "aws:iam/policy:Policy", {
  compliant: allow({ Resource: "arn:aws:iam::123456789012:role/task" }),
  passing: {
    "roles by a prefix": allow({ Resource: "arn:aws:iam::123456789012:role/task-*" }),
    "all roles to one service": allow({ Resource: every, Condition: toLambda }),
    "all roles to servers, wherever": allow({
      Resource: every,
      Condition: { StringLike: { "iam:PassedToService": "ec2.amazonaws.com*" } },
    }),
    "all buckets for another action": allow({
      Action: ["iam:PassRole", "s3:GetObject"],
      Resource: ["arn:aws:iam::123456789012:role/task", "arn:aws:s3:::*"],
    }),
    "other actions": allow({ Action: ["iam:GetRole", "s3:*"], Resource: "*" }),
    "statements that forbid-all-actions reports": allow({ Action: "*", Resource: "*" }),
    "a denying statement": allow({ Effect: "Deny", Resource: "*" }),
    "a role that is not known yet": {
      policy: { Statement: [{ Effect: "Allow", Action: "iam:PassRole", Resource: unknown }] },
    },
  },
  failing: {
    "any role": [allow({ Resource: "*" }), property],
    "any role to one service": [allow({ Resource: "*", Condition: toLambda }), property],
    "all roles of the account": [allow({ Resource: every }), property],
    "all roles to any service": [
      allow({ Resource: every, Condition: { StringLike: { "iam:PassedToService": "*" } } }),
      property,
    ],
    "all roles to services of any name": [
      allow({
        Resource: every,
        Condition: { StringLike: { "iam:PassedToService": "*.amazonaws.com" } },
      }),
      property,
    ],
    "all roles by a short pattern": [allow({ Resource: "arn:aws:iam::123456789012:r*" }), property],
    "all roles by a pattern of kinds": [
      allow({ Resource: "arn:aws:iam::123456789012:*/*" }),
      property,
    ],
    "all roles of any account": [allow({ Resource: ["arn:aws:iam::*:role/*"] }), property],
    "a pattern of actions": [allow({ Action: "iam:Pass*", Resource: "*" }), property],
    "all actions of IAM": [allow({ Action: ["iam:*"], Resource: "*" }), property],
    "other letters": [allow({ Action: "IAM:passrole", Resource: "*" }), property],
    "all roles but one": [allow({ NotResource: every }), "policy.Statement[0].NotResource"],
  },
});
