import assert from "node:assert/strict";
import fc from "fast-check";
import { compilePolicy, PolicyDocumentError } from "./policyDocument.ts";

const api = "arn:aws:execute-api:eu-west-1:123456789012:abc123/dev";

const statement = (resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action: "execute-api:Invoke",
  Resource: resource,
  ...more,
});

const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });

const decide = (policy: unknown, path = "GET/orders/1") =>
  compilePolicy(policy)("execute-api:Invoke", `${api}/${path}`);

// How elements of a policy match: IAM User Guide, "IAM JSON policy elements".
describe("compilePolicy", () => {
  for (const [expected, resource] of [
    ["allow", `${api}/GET/orders/1`],
    ["allow", `${api}/GET/*`],
    ["allow", `${api}/*/orders/?`],
    ["allow", "*"],
    ["allow", ["arn:aws:execute-api:eu-west-1:123456789012:other/*", `${api}/GET/*`]],
    ["silent", `${api}/GET/orders`],
    ["silent", `${api}/get/orders/1`],
    ["silent", `${api}/GET/orders/??`],
    ["silent", `${api}/GET/orders.1`],
    ["silent", `${api}/POST/*`],
  ] as const) {
    it(`says ${expected} with the resource ${JSON.stringify(resource)}`, () => {
      assert.equal(decide(document(statement(resource))), expected);
    });
  }

  for (const [expected, action] of [
    ["allow", "execute-api:*"],
    ["allow", "EXECUTE-API:invoke"],
    ["allow", "*"],
    ["silent", "execute-api:ManageConnections"],
  ] as const) {
    it(`says ${expected} with the action ${action}`, () => {
      assert.equal(decide(document(statement("*", { Action: action }))), expected);
    });
  }

  it("takes one statement without a list, and the Not… elements", () => {
    const all = { Effect: "Allow", NotAction: "s3:*", NotResource: `${api}/GET/admin` };

    const decisions = [decide({ Statement: all }), decide({ Statement: all }, "GET/admin")];

    assert.deepEqual(decisions, ["allow", "silent"]);
  });

  it("denies whatever else is allowed, in any order", () => {
    const statements = fc.array(
      fc.record({
        Effect: fc.constantFrom("Allow", "Deny"),
        Action: fc.constant("execute-api:Invoke"),
        Resource: fc.constantFrom("*", `${api}/GET/*`, `${api}/POST/*`),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(statements, (all) => {
        const concerned = all.filter(({ Resource }) => !Resource.includes("POST"));
        const denied = concerned.some(({ Effect }) => Effect === "Deny");

        const expected = denied ? "deny" : concerned.length > 0 ? "allow" : "silent";

        assert.equal(decide(document(...all)), expected);
      }),
    );
  });

  for (const [what, given] of [
    ["nothing", undefined],
    ["a text", "{}"],
    ["a list", []],
    ["no statement", { Version: "2012-10-17" }],
    ["an unknown effect", document(statement("*", { Effect: "allow" }))],
    ["no action", document({ Effect: "Allow", Resource: "*" })],
    ["no resource", document({ Effect: "Allow", Action: "*" })],
    ["both forms", document(statement("*", { NotResource: "*" }))],
    ["a resource that is no text", document(statement([1]))],
    ["a resource that is too long", document(statement("a".repeat(513)))],
    ["a condition", document(statement("*", { Condition: { Bool: { "aws:x": "true" } } }))],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => compilePolicy(given), PolicyDocumentError);
    });
  }
});
