import assert from "node:assert/strict";
import { testTrigger } from "../../testing/trigger.ts";
import { createJoining } from "./groupByDomain.ts";

describe("joining a group by domain", () => {
  let called: unknown[];
  const joinGroup = createJoining(
    async (operation, input) => {
      called.push([operation, input]);
      return {};
    },
    { "acme.com": "acme" },
  );

  beforeEach(() => (called = []));

  const confirm = (attributes: Record<string, string>) =>
    joinGroup({ ...testTrigger, request: { userAttributes: attributes } });

  it("adds a user with a verified address of the domain", async () => {
    assert.equal(await confirm({ email: "Jane@ACME.com", email_verified: "true" }), "acme");

    const { userPoolId: UserPoolId, userName: Username } = testTrigger;
    assert.deepEqual(called, [
      ["AdminAddUserToGroup", { UserPoolId, Username, GroupName: "acme" }],
    ]);
  });

  for (const [what, attributes] of [
    ["an address that is not verified", { email: "jane@acme.com", email_verified: "false" }],
    ["another domain", { email: "jane@sub.acme.com", email_verified: "true" }],
    ["a name that every object has", { email: "jane@constructor", email_verified: "true" }],
    ["a second mailbox", { email: "mallory@evil.com,jane@acme.com", email_verified: "true" }],
    ["two domains", { email: '"mallory@evil.com"@acme.com', email_verified: "true" }],
    ["no address", { email_verified: "true" }],
    [
      "an address that a provider vouches for",
      {
        email: "jane@acme.com",
        email_verified: "true",
        "cognito:user_status": "EXTERNAL_PROVIDER",
      },
    ],
    [
      "an identity at a provider",
      { email: "jane@acme.com", email_verified: "true", identities: "[{}]" },
    ],
  ] as const) {
    it(`adds nobody with ${what}`, async () => {
      assert.equal(await confirm({ ...attributes }), undefined);
      assert.deepEqual(called, []);
    });
  }
});
