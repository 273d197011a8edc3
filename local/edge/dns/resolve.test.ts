import assert from "node:assert/strict";
import { awsRegions } from "../../../project/awsRegions.ts";
import { latencyMs } from "./latency.ts";
import type { Zone } from "./model.ts";
import { readZone, type StackResources } from "./readZone.ts";
import { isRecordHealthy, resolve } from "./resolve.ts";
import { type Change, host, stack, world } from "../testing/world.ts";

const zoneOf = (...stacks: StackResources[]): Zone => readZone(stacks)!;

const four = ["us-east-1", "eu-west-1", "ap-southeast-2", "sa-east-1"];

/** The region that a client gets, with these regions' decisive checks ill. */
const regionFor = (zone: Zone, from: string, ill: string[] = [], name = host) =>
  resolve(name, { zone, from, isHealthy: (id) => !ill.includes(id) })?.region;

describe("resolve: latency records", () => {
  const zone = zoneOf(...world(...four));

  it("lead a client of every AWS region to the nearest healthy one", () => {
    for (let mask = 0; mask < 2 ** four.length - 1; mask++) {
      const ill = four.filter((_, index) => mask & (1 << index));
      const healthy = four.filter((region) => !ill.includes(region));
      for (const client of Object.keys(awsRegions)) {
        const distances = healthy.map((region) => latencyMs(client, region));
        const nearest = healthy[distances.indexOf(Math.min(...distances))];
        assert.equal(regionFor(zone, client, ill), nearest, `${client} without ${ill.join()}`);
      }
    }
  });

  it("all count if none is healthy", () => {
    assert.equal(regionFor(zone, "eu-central-1", four), "eu-west-1");
  });

  it("are the same for both types of addresses", () => {
    const options = { zone, from: "eu-west-1", isHealthy: () => true, type: "AAAA" } as const;
    assert.equal(resolve(host, options)?.region, "eu-west-1");
  });

  it("lead nowhere for a name without records", () => {
    assert.equal(regionFor(zone, "eu-west-1", [], "other.example"), undefined);
  });

  it("lead to the region in the name, whatever its health", () => {
    assert.equal(regionFor(zone, "us-east-1", four, `eu-west-1.${host}`), "eu-west-1");
  });

  it("are tried in order, without regions that do not count", () => {
    const order: string[] = [];
    for (;;) {
      const without = new Set(order);
      const options = { zone, from: "eu-central-1", isHealthy: (id: string) => id !== "sa-east-1" };
      const region = resolve(host, { ...options, without })?.region;
      if (region === undefined) break;
      order.push(region);
    }

    assert.deepEqual(order, ["eu-west-1", "us-east-1", "ap-southeast-2", "sa-east-1"]);
  });
});

describe("resolve: a mistake in a stack shows up as wrong routing:", () => {
  const mistakes: [string, Change, { from: string; gets: string | undefined; name?: string }][] = [
    [
      "a record with another region",
      { latency: "ap-southeast-2" },
      { from: "eu-central-1", gets: "us-east-1" },
    ],
    ["no record", { without: "latency" }, { from: "eu-west-1", gets: "us-east-1" }],
    [
      "an alias to another region's domain",
      { target: "us-east-1" },
      { from: "eu-west-1", gets: "us-east-1" },
    ],
    ["an alias to nothing", { target: "nowhere" }, { from: "eu-west-1", gets: undefined }],
    [
      "no record of the region's own name",
      { without: "host" },
      { from: "eu-west-1", gets: undefined, name: `eu-west-1.${host}` },
    ],
  ];
  for (const [mistake, change, { from, gets, name }] of mistakes) {
    it(mistake, () => {
      const zone = zoneOf(stack("us-east-1"), stack("eu-west-1", change));

      assert.equal(regionFor(zone, from, [], name), gets);
    });
  }

  it("a record without a health check keeps its traffic", () => {
    const zone = zoneOf(stack("us-east-1"), stack("eu-west-1", { check: undefined }));

    assert.equal(regionFor(zone, "eu-west-1", ["eu-west-1"]), "eu-west-1");
  });
});

describe("resolve: weighted records", () => {
  const shares = (percent: number, ill: string[] = []) => {
    const zone = zoneOf(
      stack("us-east-1", { shift: { to: "eu-west-1", percent } }),
      stack("eu-west-1"),
    );
    const count = { "us-east-1": 0, "eu-west-1": 0 } as Record<string, number>;
    for (let n = 0; n < 1_000; n++) {
      const isHealthy = (id: string) => !ill.includes(id);
      const random = () => (n + 0.5) / 1_000;
      const domain = resolve(host, { zone, from: "us-east-1", isHealthy, random });
      count[domain!.region]!++;
    }
    return [count["us-east-1"], count["eu-west-1"]];
  };

  for (const [percent, ill, expected] of [
    [20, [], [800, 200]],
    [0, [], [1_000, 0]],
    [100, [], [0, 1_000]],
    [20, ["eu-west-1"], [1_000, 0]],
    // The latency record's own check is ill, so the other region's record counts.
    [20, ["us-east-1"], [0, 1_000]],
    // A record of weight 0 is used if no other one is healthy.
    [100, ["eu-west-1"], [1_000, 0]],
    [20, ["us-east-1", "eu-west-1"], [800, 200]],
  ] as const) {
    it(`share ${percent} % with ${ill.join(" and ") || "none"} ill`, () => {
      assert.deepEqual(shares(percent, [...ill]), expected);
    });
  }
});

describe("isRecordHealthy", () => {
  const zone = zoneOf(
    stack("us-east-1", { shift: { to: "eu-west-1", percent: 20 } }),
    stack("eu-west-1"),
  );
  const record = zone.records.get(`A ${host}`)!.find(({ owner }) => owner === "us-east-1")!;
  const healthy = (evaluateTargetHealth: boolean, ...ill: string[]) =>
    isRecordHealthy(
      {
        ...record,
        healthCheckId: undefined,
        alias: { ...record.alias, evaluateTargetHealth },
      },
      { zone, isHealthy: (id) => !ill.includes(id) },
    );

  it("depends on the records behind an alias, of which one is enough", () => {
    assert.equal(healthy(true, "us-east-1"), true);
    assert.equal(healthy(true, "us-east-1", "eu-west-1"), false);
  });

  it("does not depend on them without evaluateTargetHealth", () => {
    assert.equal(healthy(false, "us-east-1", "eu-west-1"), true);
  });
});
