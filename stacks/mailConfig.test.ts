import assert from "node:assert/strict";
import { checkConfig } from "./config.ts";

const stack = (changes: Record<string, string>) =>
  checkConfig("dev-eu-west-1", {
    "aws:region": "eu-west-1",
    "palisade:environment": "dev",
    "palisade:homeRegion": "eu-west-1",
    "palisade:zones": '["eu-west-1a","eu-west-1b"]',
    ...changes,
  }).map((fault) => fault.replace(/^.*?: /, ""));

const mailDomain = { "palisade:mailDomain": "mail.example.com" };
const zone = { "palisade:mailHostedZone": "Z0123456789ABCDEFGHIJ" };

describe("the domain for mail in a stack's config", () => {
  it("is accepted with its hosted zone, or that of the API's domain", () => {
    const api = {
      "palisade:domainName": "api.example.com",
      "palisade:hostedZone": "Z0123456789ABCDEFGHIJ",
    };

    assert.deepEqual(stack({ ...mailDomain, ...zone }), []);
    assert.deepEqual(stack({ ...mailDomain, ...api }), []);
    assert.deepEqual(stack({ "palisade:mailDomain": "", "palisade:mailHostedZone": "" }), []);
  });

  it("is also accepted in the region of the user pool's replica", () => {
    const inReplica = {
      "palisade:homeRegion": "us-east-1",
      "palisade:identityReplica": "eu-west-1",
    };

    assert.deepEqual(stack({ ...mailDomain, ...zone, ...inReplica }), []);
  });

  for (const [changes, fault] of [
    [
      mailDomain,
      "palisade:mailHostedZone is missing; allowed: the id of the public hosted zone that contains mailDomain, without a hostedZone. aws route53 list-hosted-zones prints it.",
    ],
    [
      zone,
      'palisade:mailHostedZone is "Z0123456789ABCDEFGHIJ"; allowed: nothing without mailDomain. Set mailDomain, or remove it.',
    ],
    [
      { ...mailDomain, ...zone, "palisade:homeRegion": "us-east-1" },
      'palisade:mailDomain is "mail.example.com"; allowed: nothing outside the home region. Move it to the file of us-east-1, whose stack has the user pool.',
    ],
    [
      { ...zone, "palisade:mailDomain": "example.com" },
      'palisade:mailDomain is "example.com"; allowed: a host name in lower case below another name of yours, such as mail.example.com. It is for this platform\'s mail alone: receivers reject all other mail from it.',
    ],
  ] as const) {
    it(`is refused: ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(stack(changes), [fault]);
    });
  }
});
