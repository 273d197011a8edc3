import assert from "node:assert/strict";
import { twoUpdatesOf, waitIn } from "./identitySteps.ts";
import type { Operation } from "./operations.ts";

const pool = "aws:cognito/userPool:UserPool";
const operation = (more: Partial<Operation>): Operation => ({
  ...{ kind: "update", urn: "urn", type: pool, name: "dev-users", inputs: {} },
  ...more,
});
const factor = { after: { message: "{####}" } };
const sender = { after: { emailSendingAccount: "DEVELOPER" } };

describe("a wait for SES", () => {
  const inputs = { emailIdentity: { after: "mail.example.com" } };
  const identity = operation({
    ...{ kind: "create", type: "aws:sesv2/emailIdentity:EmailIdentity", inputs },
  });
  const withSender = operation({ kind: "create", inputs: { emailConfiguration: sender } });

  const cognitos = { after: { emailSendingAccount: "COGNITO_DEFAULT" } };
  const withCognitos = operation({ kind: "create", inputs: { emailConfiguration: cognitos } });

  it("is in a plan with a new domain for mail that the pool sends from", () => {
    assert.match(String(waitIn([identity, withSender])), /SES has verified mail\.example\.com$/);
  });

  for (const [what, operations] of [
    ["a domain that no pool sends from yet", [identity, operation({})]],
    ["a domain beside Cognito's own sender", [identity, withCognitos]],
    ["a sender at a domain that is there", [withSender]],
    ["a domain that is removed", [{ ...identity, kind: "delete" as const }, withSender]],
  ] as const) {
    it(`is not needed for ${what}`, () => {
      assert.equal(waitIn(operations), undefined);
    });
  }
});

describe("two updates", () => {
  for (const [what, more, expected] of [
    [
      "a new factor with its sender",
      { emailMfaConfiguration: factor, emailConfiguration: sender },
      true,
    ],
    [
      "a new factor with its recovery",
      { emailMfaConfiguration: factor, accountRecoverySetting: sender },
      true,
    ],
    ["a new factor alone", { emailMfaConfiguration: factor }, false],
    ["a sender alone", { emailConfiguration: sender }, false],
    [
      "another text of the factor",
      { emailMfaConfiguration: { before: {}, after: {} }, emailConfiguration: sender },
      false,
    ],
    [
      "a factor that is removed",
      { emailMfaConfiguration: { before: {} }, emailConfiguration: sender },
      false,
    ],
  ] as const) {
    it(`are ${expected ? "" : "not "}needed for ${what}`, () => {
      const reason = twoUpdatesOf([operation({ inputs: more })]);

      assert.equal(reason !== undefined, expected);
    });
  }

  it("are not needed for a new pool, nor for another type", () => {
    const inputs = { emailMfaConfiguration: factor, emailConfiguration: sender };

    assert.equal(twoUpdatesOf([operation({ kind: "create", inputs })]), undefined);
    assert.equal(twoUpdatesOf([operation({ type: "aws:ec2/vpc:Vpc", inputs })]), undefined);
  });
});
