import assert from "node:assert/strict";
import { provide } from "../../testing/provided.ts";
import { StubAws } from "../../testing/stubs.ts";

const certificate = "arn:aws:acm:us-east-1:111122223333:certificate/1";
const check = { PrimaryRoute53HealthCheckId: "check", SecondaryRegion: "us-west-2" };

describe("a user pool's own domain by Cloud Control", () => {
  for (const [what, CertificateArn, Failover, message] of [
    [
      "a certificate of another region",
      certificate.replace("us-east-1", "eu-west-1"),
      check,
      /^CustomDomainConfig\.CertificateArn is .*eu-west-1.* must be of a certificate in us-east-1/,
    ],
    ["no certificate", undefined, check, /^CustomDomainConfig\.CertificateArn is undefined/],
    [
      "no health check",
      certificate,
      { SecondaryRegion: "us-west-2" },
      /^Routing\.Failover\.PrimaryRoute53HealthCheckId is missing/,
    ],
    [
      "no secondary region",
      certificate,
      { PrimaryRoute53HealthCheckId: "check" },
      /^Routing\.Failover\.SecondaryRegion is missing/,
    ],
    [
      "the pool's region as the secondary",
      certificate,
      { ...check, SecondaryRegion: "us-east-1" },
      /^Routing\.Failover\.SecondaryRegion is us-east-1, the region of the user pool/,
    ],
  ] as const) {
    it(`is refused with ${what}`, async () => {
      const aws = new StubAws();
      const desiredState = JSON.stringify({
        UserPoolId: "us-east-1_Pool1",
        Domain: "auth.example.com",
        CustomDomainConfig: { CertificateArn },
        Routing: { Failover },
      });
      const inputs = { typeName: "AWS::Cognito::UserPoolDomain", desiredState };

      await assert.rejects(
        provide(aws.context(), "aws:cloudcontrol/resource:Resource", "domain", inputs),
        { name: "InputError", message },
      );
      assert.deepEqual(aws.sent, []);
    });
  }
});
