import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { readProject, readStackConfig, stacksOf } from "../project/stackConfig.ts";
import { checkConfig, checkEnvironment } from "./config.ts";

const root = new URL("..", import.meta.url).pathname;

const valid = {
  "aws:region": "eu-west-1",
  "palisade:environment": "dev",
  "palisade:homeRegion": "us-east-1",
  "palisade:zones": '["eu-west-1a","eu-west-1b"]',
};

const domain = {
  "palisade:domainName": "api.example.com",
  "palisade:hostedZone": "Z0123456789ABCDEFGHIJ",
};

/** The faults without their prefix, the file's name. */
function faultsOf(changes: Record<string, string | undefined>, stack = "dev-eu-west-1"): string[] {
  const changed = Object.entries({ ...valid, ...changes });
  const config = Object.fromEntries(
    changed.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const start = `stacks/Pulumi.${stack}.yaml: `;
  return checkConfig(stack, config).map((fault) => {
    assert.ok(fault.startsWith(start), fault);
    return fault.slice(start.length);
  });
}

describe("a stack's config", () => {
  it("is valid in every stack file", async () => {
    const project = await readProject(root);
    for (const stack of await stacksOf(project, undefined)) {
      assert.deepEqual(checkConfig(stack, await readStackConfig(project, stack)), []);
    }
  });

  for (const environment of ["dev", "prod", "local"]) {
    it(`agrees with those of the other stacks of ${environment}`, async () => {
      const project = await readProject(root);
      const names = await stacksOf(project, environment);
      const stacks = await Promise.all(
        names.map(async (name) => ({ name, config: await readStackConfig(project, name) })),
      );

      assert.deepEqual(checkEnvironment(stacks), []);
    });
  }

  for (const changes of [
    { "aws:profile": "dev", "pulumi:tags": "{}" },
    { "palisade:senderEmail": "", "palisade:requestsPerAddress": "0" },
    { "palisade:senderIdentity": '{"secure":"v1:abc"}', "palisade:zones": '{"secure":"v1:abc"}' },
    { "palisade:stageVariables": '{"host":{"secure":"v1:abc"}}' },
    { "cloudflare:apiToken": '{"secure":"v1:abc"}', "random:x": "1" },
    {
      "palisade:signInDomain": "auth.example.com",
      "palisade:signInHostedZone": "Z0123456789ABCDEFGHIJ",
      "palisade:homeRegion": "eu-west-1",
    },
    { ...domain, "palisade:signInDomain": "auth.example.com", "palisade:homeRegion": "eu-west-1" },
    { "palisade:canaryPercent": "10", "palisade:canaryStageVariables": '{"host":"a"}' },
    {
      "palisade:closedEgress": "true",
      "palisade:egressTo": '["203.0.113.0/24","pl-0123456789abcdef0"]',
    },
    domain,
    {
      ...domain,
      "palisade:aliases": '["api.example.org","a.example.com"]',
      "palisade:tlsPolicy": "SecurityPolicy_TLS13_1_2_2021_06",
      "palisade:executeApi": "true",
      "palisade:healthChecks": '{"intervalSeconds":10,"failureThreshold":2}',
      "palisade:healthAlarmTopics": '["arn:aws:sns:us-east-1:123456789012:on-call"]',
      "palisade:observability": '{"alarms":"api"}',
      "palisade:alarmTargets": '{"page":{"webhooks":[{"secure":"v1:a"},"https://example.com/1"]}}',
      "palisade:traffic": "drain",
      "palisade:shift": '{"to":"us-east-1","percent":20}',
      "palisade:edge": "only",
    },
    { ...domain, "palisade:truststore": "s3://bucket/truststore.pem" },
    {
      ...domain,
      "palisade:aliases": '{"secure":"v1:abc"}',
      "palisade:shift": '{"secure":"v1:abc"}',
    },
    // The defaults, as the engine passes them.
    { "palisade:traffic": "on", "palisade:shift": "{}", "palisade:edge": "none" },
  ]) {
    it(`accepts ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(faultsOf(changes), []);
    });
  }

  const names = "a host name in lower case of at most 64 characters, such as api.example.com";
  for (const [changes, ...faults] of [
    [
      { "palisade:domainName": "api.example.com" },
      "palisade:hostedZone is missing; allowed: the id of the public hosted zone that contains the domain, such as Z0123456789ABCDEFGHIJ. aws route53 list-hosted-zones prints it.",
    ],
    [
      { "palisade:hostedZone": "Z0123456789ABCDEFGHIJ", "palisade:traffic": "drain" },
      'palisade:hostedZone is "Z0123456789ABCDEFGHIJ"; allowed: nothing without domainName. Set domainName and hostedZone, or remove it.',
      'palisade:traffic is "drain"; allowed: nothing without domainName. Set domainName and hostedZone, or remove it.',
    ],
    [
      { ...domain, "palisade:domainName": "https://API.example.com" },
      `palisade:domainName is "https://API.example.com"; allowed: ${names}. Write it without https:// and without a path.`,
    ],
    [
      { ...domain, "palisade:hostedZone": "example.com" },
      'palisade:hostedZone is "example.com"; allowed: the id of a public hosted zone, such as Z0123456789ABCDEFGHIJ. Use the id, not the zone\'s name: aws route53 list-hosted-zones prints it.',
    ],
    [
      { ...domain, "palisade:aliases": '["api.example.com"]' },
      'palisade:aliases[0] is "api.example.com"; allowed: names other than the shared one. Remove it: it is the domain\'s name.',
    ],
    [
      { ...domain, "palisade:shift": '{"to":"eu-west-1","percent":20}' },
      'palisade:shift.to is "eu-west-1"; allowed: another region. Name the region that shall get the clients.',
    ],
    [
      { ...domain, "palisade:edgeSecretVersion": "2" },
      "palisade:edgeSecretVersion is 2; allowed: nothing without an edge. Remove it.",
    ],
    [
      { ...domain, "palisade:edge": "only", "palisade:edgeSecretVersion": "2" },
      "palisade:edgeSecretVersion is 2; allowed: nothing outside the home region. Move it to the file of us-east-1, whose stack creates the secret.",
    ],
    [
      { "palisade:edgeSecretVersion": "2" },
      "palisade:edgeSecretVersion is 2; allowed: nothing without domainName. Set domainName and hostedZone, or remove it.",
    ],
    [
      { ...domain, "palisade:truststore": "s3://bucket/truststore.pem", "palisade:edge": "open" },
      'palisade:edge is "open"; allowed: "none" with a truststore. Remove the truststore: the distribution has no client certificate.',
    ],
    [{ "palisade:zone": "a" }, 'unknown option "palisade:zone". Did you mean "zones"?'],
    [{ zones: "[]" }, '"zones" must begin with palisade:'],
    [{ "palisaed:production": "true" }, '"palisaed:production" must begin with palisade:'],
    [
      { "palisade:senderIdentity": '{"secure":5}' },
      'palisade:senderIdentity is {"secure":5}; allowed: a non-empty string.',
    ],
    [
      { "palisade:production": "true", "palisade:allowPasswordAuth": "true" },
      "palisade:allowPasswordAuth is true; allowed: false in production. Plain passwords are for tools on one machine.",
    ],
    [{ "palisade:production": "yes" }, 'palisade:production is "yes"; allowed: true or false.'],
    [
      { "palisade:canaryPercent": "101" },
      "palisade:canaryPercent is 101; allowed: a number from 0 to 100. -1 means no canary release.",
    ],
    [
      { "palisade:stageVariables": '{"host":5}' },
      "palisade:stageVariables.host is 5; allowed: 1 to 512 letters, digits and - . _ ~ : / ? # & = ,. Encode other characters.",
    ],
    [
      { "palisade:zones": '["eu-west-1a","us-east-1b"]' },
      'palisade:zones[1] is "us-east-1b"; allowed: a zone of eu-west-1: eu-west-1a, eu-west-1b, eu-west-1c. A zone that AWS has opened since belongs in project/awsRegions.ts.',
    ],
    [
      { "palisade:identityReplica": "us-east-1" },
      'palisade:identityReplica is "us-east-1"; allowed: another region than homeRegion. Choose another region of the environment, or leave it out.',
    ],
    [
      { "palisade:signInDomain": "auth.example.com", ...domain },
      'palisade:signInDomain is "auth.example.com"; allowed: nothing outside the home region. Move it to the file of us-east-1, whose stack has the user pool.',
    ],
    [
      { "palisade:signInDomain": "auth.example.com", "palisade:homeRegion": "eu-west-1" },
      "palisade:signInHostedZone is missing; allowed: the id of the public hosted zone that contains signInDomain, without a hostedZone. aws route53 list-hosted-zones prints it.",
    ],
    [
      { "palisade:signInHostedZone": "Z0123456789ABCDEFGHIJ" },
      'palisade:signInHostedZone is "Z0123456789ABCDEFGHIJ"; allowed: nothing without signInDomain. Set signInDomain, or remove it.',
    ],
    [
      {
        "palisade:signInDomain": "example.com",
        "palisade:signInHostedZone": "example.com",
        "palisade:homeRegion": "eu-west-1",
      },
      'palisade:signInDomain is "example.com"; allowed: a host name in lower case of at most 63 characters below another name of yours, such as auth.example.com. Cognito needs an A record of the name above it: auth.example.com needs one of example.com.',
      'palisade:signInHostedZone is "example.com"; allowed: the id of a public hosted zone, such as Z0123456789ABCDEFGHIJ. Use the id, not the zone\'s name: aws route53 list-hosted-zones prints it.',
    ],
    [
      { "palisade:identityReplicaStatus": "OFF" },
      'palisade:identityReplicaStatus is "OFF"; allowed: "ACTIVE", "INACTIVE".',
    ],
    [
      { "palisade:zones": '["eu-west-1a"]' },
      'palisade:zones is ["eu-west-1a"]; allowed: a list of 2 to 4 different zones.',
    ],
    [
      { "palisade:originDomain": "api.example.com", "palisade:zones": "[]" },
      "palisade:zones is []; allowed: a list of 2 to 4 different zones.",
      'palisade:originDomain is "api.example.com"; allowed: nothing in the file of a region. Remove it: it is a setting of the edge.',
    ],
    [
      { "palisade:environment": "prod" },
      `palisade:environment is "prod"; allowed: "dev". Set it to the one in the file's name, or rename the file.`,
    ],
    [
      { "aws:region": "us-east-1" },
      `aws:region is "us-east-1"; allowed: "eu-west-1". Set it to the one in the file's name, or rename the file.`,
    ],
    [
      { "aws:region": undefined, "palisade:homeRegion": undefined },
      `aws:region is missing; allowed: "eu-west-1". Set it to the one in the file's name, or rename the file.`,
      "palisade:homeRegion is missing; allowed: a region, such as us-east-1.",
    ],
    [
      { "palisade:egressTo": '["all"]', "palisade:throttleBurst": "0" },
      'palisade:egressTo[0] is "all"; allowed: an IPv4 range other than 0.0.0.0/0, such as 203.0.113.0/24, or a prefix list\'s id, such as pl-0123456789abcdef0. Leave closedEgress out to reach every address.',
      "palisade:throttleBurst is 0; allowed: a whole number from 1 to 5,000. 5,000 is the account's limit.",
    ],
    [
      { "palisade:egressTo": '["203.0.113.0/24"]', "palisade:openEndpoints": '["sqs"]' },
      'palisade:openEndpoints[0] is "sqs"; allowed: "s3", "dynamodb", "ecr.api", "ecr.dkr", "logs". Leave out services that have no endpoint in this VPC.',
      'palisade:egressTo is ["203.0.113.0/24"]; allowed: nothing without closedEgress. Set closedEgress to true, or remove egressTo: tasks reach every address.',
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(faultsOf(changes), faults);
    });
  }

  for (const [stack, fault] of [
    ["dev-eu-wset-1", /^"eu-wset-1" is not a region of AWS\. Did you mean "eu-west-1"\? /],
    ["dev-us-gov-west-1", /^"us-gov-west-1" is not a region of AWS\. A region that AWS has opened/],
  ] as const) {
    it(`must be of a region that AWS has, not ${stack}`, () => {
      assert.match(faultsOf({}, stack).join(), fault);
    });
  }

  it("must have a home region that AWS has", () => {
    assert.match(
      faultsOf({ "palisade:homeRegion": "us-eats-1" }).join(),
      /^palisade:homeRegion is "us-eats-1"; allowed: a region, such as us-east-1\. Did you mean "us-east-1"\?/,
    );
  });

  for (const stack of ["dev", "dev-europe", "development-eu-west-1"]) {
    it(`needs the name of an environment and a region, not ${stack}`, () => {
      assert.match(faultsOf({}, stack).join(), /^the name must be Pulumi\.<environment>-<region>/);
    });
  }
});

interface ProjectFile {
  readonly config: Readonly<Record<string, { readonly type: string; readonly default?: unknown }>>;
}

describe("the config schema in Pulumi.yaml", () => {
  let schema: ProjectFile["config"];
  before(async () => {
    schema = (parse(await readFile(`${root}/Pulumi.yaml`, "utf8")) as ProjectFile).config;
  });

  /** A value of each type, which options of the other types refuse. */
  const others = { boolean: true, integer: 77, array: [["x"]], object: { a: { b: 1 } } };

  it("has the options that are checked", () => {
    const [fault] = faultsOf({ "palisade:noSuchOption": "1" });
    const options = /Use one of: (.*)\./.exec(fault ?? "")?.[1]?.split(", ");

    assert.deepEqual(options?.toSorted(), Object.keys(schema).toSorted());
  });

  it("has valid defaults", () => {
    const defaults = Object.entries(schema)
      // Each region must list its zones; the edge has none.
      .filter(([name, option]) => option.default !== undefined && name !== "zones")
      .map(([name, option]) => [
        `palisade:${name}`,
        typeof option.default === "string" ? option.default : JSON.stringify(option.default),
      ]);
    assert.deepEqual(faultsOf(Object.fromEntries(defaults)), []);
  });

  it("has the types that are checked", () => {
    for (const [name, { type }] of Object.entries(schema)) {
      for (const [other, value] of Object.entries(others)) {
        if (other === type) continue;
        const faults = faultsOf({ [`palisade:${name}`]: JSON.stringify(value) });
        assert.equal(
          faults.length,
          1,
          `${name}, of type ${type}, accepts ${JSON.stringify(value)}`,
        );
      }
    }
  });
});
