import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { readProject } from "../project/stackConfig.ts";
import { checkConfig } from "./config.ts";

const root = new URL("..", import.meta.url).pathname;

const valid = {
  "aws:region": "us-east-1",
  "palisade:environment": "dev",
  "palisade:homeRegion": "eu-west-1",
  "palisade:domainName": "www.example.com",
  "palisade:hostedZone": "Z0123456789ABCDEFGHIJ",
  "palisade:originDomain": "api.example.com",
};

function faultsOf(changes: Record<string, string | undefined>, stack = "dev-edge"): string[] {
  const changed = Object.entries({ ...valid, ...changes });
  const config = Object.fromEntries(
    changed.filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return checkConfig(stack, config).map((fault) => fault.replace(/^stacks\/[^:]*: /, ""));
}

describe("the config of an edge's stack", () => {
  it("is valid in the fixture, with the defaults of the project", async () => {
    const file = await readFile(`${root}/tests/support/world/Pulumi.world-edge.yaml`, "utf8");
    const { config } = parse(file) as { config: Record<string, unknown> };
    const { defaults } = await readProject(root);
    const values = Object.entries({ ...defaults, ...config }).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);

    assert.deepEqual(checkConfig("world-edge", Object.fromEntries(values)), []);
  });

  for (const changes of [
    { "palisade:aliases": '["shop.example.com"]', "palisade:production": "true" },
    { "palisade:originRegions": '["eu-west-1","us-east-1"]' },
    { "palisade:aliases": '{"secure":"v1:abc"}', "palisade:hostedZone": '{"secure":"v1:abc"}' },
    // Defaults, which the engine passes to every stack.
    { "palisade:zones": "[]", "palisade:cidrBlock": "10.0.0.0/16", "palisade:traffic": "on" },
  ]) {
    it(`accepts ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(faultsOf(changes), []);
    });
  }

  for (const [changes, ...faults] of [
    [
      { "aws:region": "eu-west-1" },
      'aws:region is "eu-west-1"; allowed: "us-east-1". CloudFront\'s certificates, firewalls and logs are there.',
    ],
    [
      { "palisade:environment": "prod" },
      'palisade:environment is "prod"; allowed: "dev". Set it to the one in the file\'s name.',
    ],
    [
      { "palisade:zones": '["us-east-1a","us-east-1b"]', "palisade:traffic": "drain" },
      'palisade:traffic is "drain"; allowed: nothing in the file of an edge. Remove it: it is a setting of regions.',
      'palisade:zones is ["us-east-1a","us-east-1b"]; allowed: nothing in the file of an edge. Remove it: it is a setting of regions.',
    ],
    [
      { "palisade:domainName": undefined, "palisade:originDomain": "" },
      "palisade:domainName is missing; allowed: a host name in lower case of at most 64 characters, such as api.example.com. Write it without https:// and without a path.",
      'palisade:originDomain is ""; allowed: a host name in lower case of at most 64 characters, such as api.example.com. Write it without https:// and without a path.',
    ],
    [
      { "palisade:originDomain": "www.example.com" },
      'palisade:originDomain is "www.example.com"; allowed: a name other than the public ones. CloudFront would call itself. Give the regions a name of their own, such as api.example.com behind www.example.com.',
    ],
    [
      { "palisade:originRegions": '["eu-west-1"]' },
      'palisade:originRegions is ["eu-west-1"]; allowed: no region, or two different ones. Reads need a second region to fail over to.',
    ],
    [
      { "palisade:homeRegion": "us-eats-1" },
      'palisade:homeRegion is "us-eats-1"; allowed: a region, such as us-east-1. Did you mean "us-east-1"? A region that AWS has opened since belongs in project/awsRegions.ts.',
    ],
    [
      { "palisade:originDomian": "api.example.com" },
      'unknown option "palisade:originDomian". Did you mean "originDomain"?',
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(faultsOf(changes), faults);
    });
  }

  it("needs an environment of at most 8 characters", () => {
    assert.match(faultsOf({}, "development-edge").join(), /at most 8 lower-case letters/);
  });
});
