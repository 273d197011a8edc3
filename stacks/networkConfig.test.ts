import assert from "node:assert/strict";
import { checkConfig } from "./config.ts";

const valid = {
  "aws:region": "eu-west-1",
  "palisade:environment": "dev",
  "palisade:homeRegion": "us-east-1",
  "palisade:zones": '["eu-west-1a","eu-west-1b"]',
};

describe("the network in a stack's config", () => {
  for (const [key, value, fault] of [
    // Source: AWS Regions and Availability Zones, "AWS Availability Zones".
    [
      "zones",
      '["eu-west-1a","eu-west-1z"]',
      '[1] is "eu-west-1z"; allowed: a zone of eu-west-1: eu-west-1a, eu-west-1b, eu-west-1c. A zone that AWS has opened since belongs in project/awsRegions.ts.',
    ],
    // Source: Elastic Load Balancing User Guide, "Application Load Balancers": at least two zones.
    ["zones", '["eu-west-1a"]', ' is ["eu-west-1a"]; allowed: a list of 2 to 4 different zones.'],
    [
      "zones",
      '["eu-west-1a","eu-west-1a"]',
      ' is ["eu-west-1a","eu-west-1a"]; allowed: a list of 2 to 4 different zones.',
    ],
    // Source: Amazon VPC User Guide, "VPC CIDR blocks"; the provider refuses host bits.
    [
      "cidrBlock",
      "10.1.5.0/16",
      ' is "10.1.5.0/16"; allowed: the first address of an IPv4 range in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, with a prefix of /16, /17 or /18. Set it to a range such as 10.1.0.0/16.',
    ],
  ] as const) {
    it(`refuses ${key} ${value}`, () => {
      assert.deepEqual(checkConfig("dev-eu-west-1", { ...valid, [`palisade:${key}`]: value }), [
        `stacks/Pulumi.dev-eu-west-1.yaml: palisade:${key}${fault}`,
      ]);
    });
  }

  // Source: Amazon ECR API Reference, "CreateRepository": names have no capital letters.
  for (const name of [
    "QA-eu-west-1",
    "dev_1-eu-west-1",
    "dev--eu-west-1",
    "developers-eu-west-1",
  ]) {
    it(`refuses the name ${name}`, () => {
      assert.match(
        checkConfig(name, valid).join(),
        /an environment of at most 8 lower-case letters/,
      );
    });
  }
});
