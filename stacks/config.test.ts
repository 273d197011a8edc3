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
    { "palisade:canaryPercent": "10", "palisade:canaryStageVariables": '{"host":"a"}' },
    {
      "palisade:closedEgress": "true",
      "palisade:egressTo": '["203.0.113.0/24","pl-0123456789abcdef0"]',
    },
  ]) {
    it(`accepts ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(faultsOf(changes), []);
    });
  }

  for (const [changes, ...faults] of [
    [{ "palisade:zone": "a" }, 'unknown option "palisade:zone". Did you mean "zones"?'],
    [{ zones: "[]" }, '"zones" must begin with palisade:'],
    [{ "palisaed:production": "true" }, '"palisaed:production" must begin with palisade:'],
    [
      { "palisade:senderIdentity": '{"secure":5}' },
      'palisade:senderIdentity is {"secure":5}; allowed: a string.',
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
      'palisade:zones[1] is "us-east-1b"; allowed: a zone of eu-west-1, such as eu-west-1a.',
    ],
    [
      { "palisade:zones": '["eu-west-1a"]' },
      'palisade:zones is ["eu-west-1a"]; allowed: a list of 2 to 4 different zones.',
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

  it("of an edge stack is left to its own program", () => {
    assert.deepEqual(faultsOf({ "aws:region": "us-east-1" }, "dev-edge"), []);
  });

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
      .filter(([, option]) => option.default !== undefined)
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
