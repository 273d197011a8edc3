import assert from "node:assert/strict";
import { notKnown } from "./knownCopy.ts";
import { isAboutEverybody, readPolicyDocument } from "./policyDocument.ts";
import { Unknown } from "./resourceView.ts";

const statement = { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" };

describe("a policy document", () => {
  it("is read from text or an object, with one statement or a list", () => {
    const read = readPolicyDocument({ Statement: [statement] });

    assert.deepEqual(read, [
      {
        effect: "Allow",
        principals: ["*"],
        notPrincipals: [],
        actions: ["sqs:SendMessage"],
        notActions: [],
        resources: ["*"],
        notResources: [],
        conditions: {},
      },
    ]);
    assert.deepEqual(readPolicyDocument({ Statement: statement }), read);
    assert.deepEqual(readPolicyDocument(JSON.stringify({ Statement: statement })), read);
  });

  it("has principals by their kind, and keys of conditions in lower case", () => {
    const [read] = readPolicyDocument({
      Statement: {
        Effect: "Deny",
        Principal: { AWS: ["123456789012", "*"], Service: "sns.amazonaws.com" },
        NotAction: ["s3:Get*"],
        NotResource: "arn",
        Condition: { Bool: { "AWS:SecureTransport": false } },
      },
    })!;

    assert.deepEqual(read!.principals, ["AWS:123456789012", "AWS:*", "Service:sns.amazonaws.com"]);
    assert.equal(read!.effect, "Deny");
    assert.deepEqual(read!.notActions, ["s3:Get*"]);
    assert.deepEqual(read!.notResources, ["arn"]);
    assert.deepEqual(read!.conditions, { Bool: { "aws:securetransport": ["false"] } });
  });

  it("is read except for its unknown parts", () => {
    const unknown = new Unknown("It is not known");
    const document = {
      Statement: [
        { ...statement, Resource: unknown, Condition: unknown },
        { ...statement, Condition: { ArnEquals: { "aws:SourceArn": [unknown] } } },
        { ...statement, Condition: { ArnEquals: unknown } },
      ],
    };

    const [first, second, third] = readPolicyDocument(document)!;
    assert.deepEqual(first!.principals, ["*"]);
    assert.deepEqual(first!.resources, [notKnown]);
    assert.deepEqual(first!.conditions, { [notKnown]: { [notKnown]: [] } });
    assert.deepEqual(second!.conditions, { ArnEquals: { "aws:sourcearn": [notKnown] } });
    assert.deepEqual(third!.conditions, { ArnEquals: { [notKnown]: [] } });
  });

  for (const [what, none] of Object.entries({
    "a broken text": "{",
    "a list": "[]",
    "a number": 5,
    nothing: undefined,
    "invalid statements": { Statement: ["Allow"] },
    "statements that are not known": { Statement: notKnown },
  })) {
    it(`is not ${what}`, () => assert.equal(readPolicyDocument(none), undefined));
  }

  it("may have odd parts", () => {
    const [read] = readPolicyDocument({
      Statement: { Principal: null, Action: 7, Condition: { Bool: "x", Null: ["y"] } },
    })!;

    assert.deepEqual(read!.principals, []);
    assert.deepEqual(read!.actions, ["7"]);
    assert.deepEqual(read!.conditions, { Bool: {}, Null: {} });
  });
});

describe("a statement is about everybody", () => {
  const about = (principals: object) =>
    isAboutEverybody(readPolicyDocument({ Statement: { Effect: "Allow", ...principals } })![0]!);

  for (const [what, principals] of Object.entries({
    "by a star": { Principal: "*" },
    "by a star in a list": { Principal: ["*"] },
    "by a star of a kind": { Principal: { AWS: "*" } },
    "by a star among others": { Principal: { AWS: ["123456789012", "*"] } },
    "by a star of another kind": { Principal: { Federated: "*" } },
    "by naming who is not meant": { NotPrincipal: { AWS: "123456789012" } },
  })) {
    it(what, () => assert.ok(about(principals)));
  }

  for (const [what, principals] of Object.entries({
    "by naming an account": { Principal: { AWS: "123456789012" } },
    "by naming all roles of an account": { Principal: { AWS: "arn:aws:iam::123456789012:*" } },
    "by naming a service": { Principal: { Service: "sns.amazonaws.com" } },
    "by naming no principal": {},
    "by naming an unknown principal": { Principal: { AWS: notKnown } },
  })) {
    it(`does not match a statement ${what}`, () => assert.ok(!about(principals)));
  }
});
