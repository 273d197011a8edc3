import assert from "node:assert/strict";
import { judge } from "../testing/judge.ts";
import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireStrongPasswords as rule } from "./requireStrongPasswords.ts";

const type = "aws:cognito/userPool:UserPool";
const strong = {
  minimumLength: 12,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};
const policy = (change: object) => ({ passwordPolicy: { ...strong, ...change } });

testRule(rule, type, {
  compliant: policy({}),
  passing: {
    "Cognito's own policy": { passwordPolicy: undefined },
    "flags as texts": policy({ requireSymbols: "true" }),
    "8 characters": policy({ minimumLength: 8 }),
    "a passphrase": { passwordPolicy: { minimumLength: 15 } },
  },
  failing: {
    "7 characters": [policy({ minimumLength: 7 }), "passwordPolicy.minimumLength"],
    "no length": [policy({ minimumLength: undefined }), "passwordPolicy.minimumLength"],
    "6 characters as a text": [policy({ minimumLength: "6" }), "passwordPolicy.minimumLength"],
    "no symbols": [policy({ requireSymbols: false }), "passwordPolicy.requireSymbols"],
    "no setting for numbers": [
      policy({ requireNumbers: undefined }),
      "passwordPolicy.requireNumbers",
    ],
  },
  undecided: {
    "the policy": { passwordPolicy: unknown },
    "the length": policy({ minimumLength: unknown }),
    "whether the password is a passphrase": policy({
      minimumLength: unknown,
      requireUppercase: false,
    }),
    "a flag": policy({ requireSymbols: unknown }),
  },
});

describe("require-strong-passwords", () => {
  it("requires the configured settings", () => {
    const judged = (props: object, config: object) =>
      judge(rule, { type, props }, config).violations.map(({ message }) => message);

    assert.match(judged(policy({}), { minimumLength: 14 })[0]!, /shorter than 14 characters/);
    assert.match(judged({}, { minimumLength: 14 })[0]!, /minimumLength is not set/);
    assert.deepEqual(judged(policy({ requireSymbols: false }), { characters: ["numbers"] }), []);
  });
});
