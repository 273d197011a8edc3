import assert from "node:assert/strict";
import { faultText } from "../shared/errors.ts";
import { options } from "../shared/options.ts";
import { type DomainArgs, domainRules, regionFaults } from "./index.ts";

const domain: DomainArgs = { name: "api.example.com", hostedZoneId: "Z0123456789ABCDEFGHIJ" };

/** Faults of a domain in eu-west-1. */
const faultsOf = (changes: object): string[] => {
  const given = { ...domain, ...changes };
  const joint = (args: DomainArgs) => regionFaults({ ...args, region: "eu-west-1" });
  return options<DomainArgs>(domainRules, joint)(given, "").map(faultText);
};

const letters = (count: number) => "a".repeat(count);

describe("a domain's options", () => {
  for (const changes of [
    {},
    { name: `${letters(52)}.example.com` },
    { name: "xn--bcher-kva.example" },
    { aliases: ["eu-west-1.example.com", "at.api.example.com", "eu.api.example.com"] },
    { aliases: [..."abcdefgh"].map((letter) => `${letter}.example.com`) },
    { tlsPolicy: "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09", edge: "only" },
    { truststore: "s3://bucket/a/b.pem", tlsPolicy: "TLS_1_2", edge: "none" },
    { healthChecks: {} },
    { healthChecks: { regions: ["us-east-1", "eu-west-1", "sa-east-1"], failureThreshold: 10 } },
    { shift: { to: "us-east-1", percent: 100 } },
  ]) {
    it(`may be ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(faultsOf(changes), []);
    });
  }

  const hostNames = /allowed: a host name in lower case of at most \d+ characters/;
  const wrong: readonly (readonly [changes: object, fault: RegExp])[] = [
    [{ name: "localhost" }, hostNames],
    [{ name: "*.example.com" }, hostNames],
    [{ name: "api.example.com." }, hostNames],
    [{ name: "10.0.0.1" }, hostNames],
    [{ name: "-api.example.com" }, hostNames],
    [{ name: `${letters(53)}.example.com` }, hostNames],
    [{ name: `${letters(64)}.com` }, hostNames],
    [{ hostedZoneId: undefined }, /hostedZoneId is missing; allowed: the id of a public hosted/],
    [{ aliases: ["a.example.com", "a.example.com"] }, /aliases is .*different names/],
    [
      { aliases: [..."abcdefghi"].map((letter) => `${letter}.example.com`) },
      /at most 8 different names\. An ACM certificate has at most 10 names by default/,
    ],
    [{ aliases: ["api.example.com"] }, /aliases\[0\] is .*names other than the shared one/],
    ...["us-east-1", "at-us-east-1", "near-ap-southeast-2"].map(
      (label) =>
        [
          { aliases: [`${label}.api.example.com`] },
          /names that do not belong to a region/,
        ] as const,
    ),
    [{ tlsPolicy: "TLS_1_0" }, /allowed: "TLS_1_2", "SecurityPolicy_TLS13_1_2_2021_06"/],
    [
      { tlsPolicy: "SecurityPolicy_TLS13_1_3_2025_09" },
      /Route 53's health checks may not connect with TLS 1\.3 alone/,
    ],
    [{ truststore: "https://bucket/a.pem" }, /allowed: an object in S3/],
    [
      { truststore: "s3://bucket/a.pem", tlsPolicy: "SecurityPolicy_TLS13_1_2_2021_06" },
      /tlsPolicy is .*API Gateway refuses mutual TLS with other policies/,
    ],
    [
      { truststore: "s3://bucket/a.pem", executeApi: true },
      /executeApi is true; allowed: false with a truststore/,
    ],
    [{ truststore: "s3://bucket/a.pem", edge: "only" }, /edge is "only"; allowed: "none"/],
    [
      { healthChecks: { intervalSeconds: 20 } },
      /healthChecks\.intervalSeconds is 20; allowed: 10, 30/,
    ],
    [{ healthChecks: { failureThreshold: 0 } }, /from 1 to 10/],
    [{ healthChecks: { regions: ["us-east-1", "eu-west-1"] } }, /at least 3 different regions/],
    [{ healthChecks: { regions: ["us-east-1", "eu-west-1", "eu-central-1"] } }, /regions\[2\] is/],
    [{ traffic: "off" }, /traffic is "off"; allowed: "on", "drain"/],
    [{ shift: { to: "us-east-1", percent: 0 } }, /percent is 0; .*Remove shift to end it/],
    [{ shift: { to: "home", percent: 5 } }, /shift\.to is "home"; allowed: a region/],
    [
      { shift: { to: "eu-west-1", percent: 5 } },
      /shift\.to is "eu-west-1"; allowed: another region/,
    ],
    [
      { alarmTopicArns: ["arn:aws:sns:eu-west-1:123456789012:on-call"] },
      /alarmTopicArns\[0\] is .*; allowed: the ARN of an SNS topic in us-east-1\. Route 53's metrics are there/,
    ],
    [{ alias: [] }, /unknown option "alias"\. Did you mean "aliases"\?/],
  ];
  for (const [changes, fault] of wrong) {
    it(`may not be ${JSON.stringify(changes)}`, () => {
      const [first, ...others] = faultsOf(changes);

      assert.match(first ?? "", fault);
      assert.deepEqual(others, []);
    });
  }
});
