import assert from "node:assert/strict";
import type { Properties, Resource } from "../../graph/resource.ts";
import { host, stack, world } from "../testing/world.ts";
import { checkStatus } from "./checkStatus.ts";
import { readZone, type StackResources } from "./readZone.ts";
import { resolve } from "./resolve.ts";

const region = "us-east-1";

const record = (name: string, outputs: Properties): Resource => ({
  type: "aws:route53/record:Record",
  name,
  id: name,
  inputs: {},
  outputs: { name, type: "A", ...outputs },
});

const aliasOf = (name: string) => [{ name, zoneId: "Z", evaluateTargetHealth: true }];

/** Reads the zone of a right stack with more resources. */
function read(more: Resource[], right: StackResources = stack(region)) {
  const unserved: string[] = [];
  const resources = [...right.resources, ...more];
  const zone = readZone([{ region, resources }], ({ name, reason }) =>
    unserved.push(`${name}: ${reason}`),
  )!;
  return { zone, unserved };
}

describe("readZone", () => {
  it("has nothing to report of right stacks", () => {
    const reported: unknown[] = [];

    readZone(world(region, "eu-west-1"), (each) => reported.push(each));

    assert.deepEqual(reported, []);
  });

  for (const [policy, expected] of [
    [{ failoverRoutingPolicies: [{ type: "PRIMARY" }] }, /failoverRoutingPolicies; only simple/],
    [{ geolocationRoutingPolicies: [{ country: "DE" }] }, /geolocationRoutingPolicies; only/],
    [{ multivalueAnswerRoutingPolicy: true }, /multivalueAnswerRoutingPolicy; only simple/],
    [{ latencyRoutingPolicies: [{ region: "us-east-9" }] }, /"us-east-9" in its latency policy/],
    [{ weightedRoutingPolicies: [{ weight: "many" }] }, /its weight is "many"; allowed is 0 to/],
    [{ weightedRoutingPolicies: [{ weight: -1 }] }, /its weight is -1; allowed is 0 to 255/],
  ] as const) {
    it(`names and leaves out a record with ${JSON.stringify(policy)}`, () => {
      const other = record("other.example", { ...policy, aliases: aliasOf(host) });

      const { zone, unserved } = read([other]);

      assert.ok(!zone.records.has("A other.example"));
      assert.equal(unserved.length, 1);
      assert.match(unserved[0]!, expected);
    });
  }

  it("names records that lead to no API, and health checks that are nowhere", () => {
    const { unserved } = read([
      record("lost.example", { aliases: aliasOf("lb.example") }),
      record("self.example", { aliases: aliasOf("self.example") }),
      record("www.example", { aliases: aliasOf("d1.cloudfront.net") }),
      record("free.example", { aliases: aliasOf(host), healthCheckId: "gone" }),
    ]);

    assert.deepEqual(unserved, [
      "lost.example A: it leads to lb.example, where no API is served",
      "self.example A: it leads to self.example, where no API is served",
      "free.example A: its health check gone is in none of the stacks; it counts as healthy",
    ]);
  });

  for (const [change, expected] of [
    [{ endpoint: { requestInterval: 0 } }, /its requestInterval is 0; allowed is 10 or 30/],
    [{ endpoint: { requestInterval: "soon" } }, /its requestInterval is "soon"; allowed/],
    [{ endpoint: { failureThreshold: 1e9 } }, /its failureThreshold is 1000000000; allowed/],
    [{ calculated: { childHealthchecks: "a" } }, /its childHealthchecks is "a"; allowed is a list/],
    [{ calculated: { childHealthThreshold: {} } }, /its childHealthThreshold is \{\}; allowed/],
  ] as const) {
    it(`names a health check with ${JSON.stringify(change)}, which counts as ill`, () => {
      const { zone, unserved } = read([], stack(region, change));

      const healthy = checkStatus(region, zone.checks, {
        opinions: () => [],
        isDrained: () => false,
      });
      assert.equal(healthy, false);
      assert.match(unserved[0]!, expected);
      assert.match(unserved[0]!, /it counts as ill/);
    });
  }

  it("names a health check of another host", () => {
    const { unserved } = read([], stack(region, { endpoint: { fqdn: "db.example" } }));

    assert.match(unserved[0]!, /it asks db\.example, where no API is served; it counts as ill/);
  });

  it("names a health check that nothing measures here", () => {
    const { unserved } = read([], stack(region, { endpoint: { type: "TCP" } }));

    assert.match(unserved[0]!, /its type is TCP, .* it counts as healthy/);
  });

  it("ends for any number of records that lead to each other and nowhere", () => {
    const many = Array.from({ length: 400 }, (_, index) => {
      const to = `n${Math.floor(index / 40) + 1}.example`;
      const weightedRoutingPolicies = [{ weight: 1 }];
      return [
        record(`n${Math.floor(index / 40)}.example`, {
          weightedRoutingPolicies,
          aliases: aliasOf(to),
        }),
        record("loop.example", { weightedRoutingPolicies, aliases: aliasOf("loop.example") }),
      ];
    }).flat();

    const { zone } = read(many);

    for (const name of ["n0.example", "loop.example"]) {
      const options = { zone, from: region, isHealthy: () => true, without: new Set(["x"]) };
      assert.equal(resolve(name, options), undefined);
    }
  });
});
