import assert from "node:assert/strict";
import fc from "fast-check";
import { RequestHeaders } from "../../request/headers.ts";
import { compilePolicy } from "./policyDocument.ts";
import { PolicyDocumentError } from "./elements.ts";

const api = "arn:aws:execute-api:eu-west-1:123456789012:abc123/dev";

const statement = (resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action: "execute-api:Invoke",
  Resource: resource,
  ...more,
});

const document = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });

const request = {
  method: "GET",
  sentMethod: "GET",
  target: { path: "/", fullPath: "/dev/", stage: "dev", query: undefined, rawQuery: "" },
  headers: new RequestHeaders(["User-Agent", "test/1"]),
  host: "localhost",
  sourceIp: "192.0.2.7",
};

const decide = (policy: unknown, path = "GET/orders/1", sourceIp = request.sourceIp) =>
  compilePolicy(policy)("execute-api:Invoke", `${api}/${path}`, {
    request: { ...request, sourceIp },
    caller: undefined,
  });

const conditional = (condition: object) => document(statement("*", { Condition: condition }));

// The matching of policy elements: IAM User Guide, "IAM JSON policy elements".
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
    it(`decides ${expected} for the resource ${JSON.stringify(resource)}`, () => {
      assert.equal(decide(document(statement(resource))), expected);
    });
  }

  for (const [expected, action] of [
    ["allow", "execute-api:*"],
    ["allow", "EXECUTE-API:invoke"],
    ["allow", "*"],
    ["silent", "execute-api:ManageConnections"],
  ] as const) {
    it(`decides ${expected} for the action ${action}`, () => {
      assert.equal(decide(document(statement("*", { Action: action }))), expected);
    });
  }

  // IAM User Guide, "Condition operators": several values are alternatives, all keys must match. A
  // missing key fails a comparison and passes a negated one.
  const network = ["198.51.100.0/24", "192.0.2.0/24"];
  for (const [expected, condition] of [
    ["allow", {}],
    ["allow", { IpAddress: { "aws:SourceIp": network } }],
    ["allow", { IpAddress: { "AWS:sourceip": "192.0.2.7" } }],
    ["silent", { IpAddress: { "aws:SourceIp": "192.0.2.8" } }],
    ["silent", { IpAddress: { "aws:SourceIp": "2001:db8::/32" } }],
    ["silent", { NotIpAddress: { "aws:SourceIp": network } }],
    ["allow", { NotIpAddress: { "aws:SourceIp": "198.51.100.0/24" } }],
    ["silent", { StringEquals: { "aws:SourceVpce": "vpce-1" } }],
    ["allow", { StringNotEquals: { "aws:SourceVpce": "vpce-1" } }],
    ["allow", { StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } }],
    ["silent", { IpAddress: { "aws:VpcSourceIp": "192.0.2.0/24" } }],
    ["allow", { Null: { "aws:SourceVpce": "true" } }],
    ["silent", { Null: { "aws:SourceVpce": "false" } }],
    ["allow", { Bool: { "aws:SecureTransport": true } }],
    ["silent", { Bool: { "aws:SecureTransport": "false" } }],
    ["allow", { StringLike: { "aws:UserAgent": "test/*" } }],
    ["silent", { StringNotLike: { "aws:UserAgent": "test/*" } }],
    ["silent", { StringEquals: { "aws:UserAgent": "TEST/1" } }],
    ["allow", { StringEqualsIgnoreCase: { "aws:UserAgent": "TEST/1" } }],
    ["silent", { StringNotEqualsIgnoreCase: { "aws:UserAgent": "TEST/1" } }],
    ["silent", { StringEquals: { "aws:PrincipalAccount": "123456789012" } }],
    [
      "silent",
      {
        IpAddress: { "aws:SourceIp": network },
        StringEquals: { "aws:UserAgent": "other", "aws:Referer": "https://example.com" },
      },
    ],
  ] as const) {
    it(`decides ${expected} for the condition ${JSON.stringify(condition)}`, () => {
      assert.equal(decide(conditional(condition)), expected);
    });
  }

  it("recognizes IPv4 addresses written as IPv6", () => {
    const policy = conditional({ IpAddress: { "aws:SourceIp": network } });

    assert.equal(decide(policy, undefined, "::ffff:192.0.2.7"), "allow");
  });

  it("accepts a statement outside of a list, and the Not… elements", () => {
    const all = { Effect: "Allow", NotAction: "s3:*", NotResource: `${api}/GET/admin` };

    const decisions = [decide({ Statement: all }), decide({ Statement: all }, "GET/admin")];

    assert.deepEqual(decisions, ["allow", "silent"]);
  });

  it("lets a deny override every allow, in any order", () => {
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
        const applicable = all.filter(({ Resource }) => !Resource.includes("POST"));
        const denied = applicable.some(({ Effect }) => Effect === "Deny");

        const expected = denied ? "deny" : applicable.length > 0 ? "allow" : "silent";

        assert.equal(decide(document(...all)), expected);
      }),
    );
  });

  for (const [title, given] of [
    ["nothing", undefined],
    ["a text", "{}"],
    ["a list", []],
    ["no statement", { Version: "2012-10-17" }],
    ["an unknown effect", document(statement("*", { Effect: "allow" }))],
    ["no action", document({ Effect: "Allow", Resource: "*" })],
    ["no resource", document({ Effect: "Allow", Action: "*" })],
    ["both forms", document(statement("*", { NotResource: "*" }))],
    ["a resource that is not a text", document(statement([1]))],
    ["a resource that is too long", document(statement("a".repeat(513)))],
    ["an unknown condition key", conditional({ Bool: { "aws:x": "true" } })],
    ["an unknown condition operator", conditional({ DateLessThan: { "aws:SourceIp": "x" } })],
    ["a set operator", conditional({ "ForAnyValue:StringEquals": { "aws:SourceIp": "x" } })],
    ["a policy variable", conditional({ StringEquals: { "aws:userid": "${aws:userid}" } })],
    ["an invalid network", conditional({ IpAddress: { "aws:SourceIp": "192.0.2.0/33" } })],
    ["a network without a length", conditional({ IpAddress: { "aws:SourceIp": "192.0.2.0/" } })],
    ["a condition that is a list", conditional([])],
    ["a value that is an object", conditional({ StringEquals: { "aws:userid": {} } })],
  ] as const) {
    it(`refuses ${title}`, () => {
      assert.throws(() => compilePolicy(given), PolicyDocumentError);
    });
  }
});
