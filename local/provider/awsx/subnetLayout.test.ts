import assert from "node:assert/strict";
import fc from "fast-check";
import { contains, endOf, parseRange, sizeOf } from "./ipv4Range.ts";
import type { LayoutArgs, SubnetSpec } from "./layout.ts";
import { layOutSubnets } from "./subnetLayout.ts";

const zoneNames = ["us-east-1a", "us-east-1b", "us-east-1c", "us-east-1d"];
const specs: SubnetSpec[] = [
  { type: "Public", name: "nat", cidrMask: 26 },
  { type: "Private", name: "private", cidrMask: 20 },
  { type: "Isolated", name: "data", cidrMask: 24 },
];

const args = (zones: number, more: Partial<LayoutArgs> = {}): LayoutArgs => ({
  cidrBlock: "10.0.0.0/16",
  availabilityZoneNames: zoneNames.slice(0, zones),
  subnetSpecs: specs,
  ...more,
});

const layout = (zones: number, more: Partial<LayoutArgs> = {}): Record<string, string> =>
  Object.fromEntries(
    layOutSubnets("net", args(zones, more)).map(({ name, cidrBlock }) => [name, cidrBlock]),
  );

const range = (cidrBlock: string) => {
  const parsed = parseRange(cidrBlock);
  assert.ok(parsed, cidrBlock);
  return parsed;
};

describe("the subnets of an awsx VPC", () => {
  it("follow in the order of their specs, each at a multiple of its size", () => {
    assert.deepEqual(layout(2, { availabilityZoneCidrMask: 18 }), {
      "net-nat-1": "10.0.0.0/26",
      "net-private-1": "10.0.16.0/20",
      "net-data-1": "10.0.32.0/24",
      "net-nat-2": "10.0.64.0/26",
      "net-private-2": "10.0.80.0/20",
      "net-data-2": "10.0.96.0/24",
    });
  });

  // Results of the real provider.
  const first = [{ type: "Private", cidrMask: 20 }] as const;
  for (const [zones, availabilityZoneCidrMask, ranges] of [
    [1, undefined, ["10.0.0.0/20"]],
    [2, undefined, ["10.0.0.0/20", "10.0.128.0/20"]],
    [3, undefined, ["10.0.0.0/20", "10.0.64.0/20", "10.0.128.0/20"]],
    [2, 18, ["10.0.0.0/20", "10.0.64.0/20"]],
    [3, 18, ["10.0.0.0/20", "10.0.64.0/20", "10.0.128.0/20"]],
  ] as const) {
    it(`start their zones at ${ranges.join(", ")} with a zone mask of ${availabilityZoneCidrMask}`, () => {
      const subnets = layout(zones, { availabilityZoneCidrMask, subnetSpecs: first });

      assert.deepEqual(Object.values(subnets), ranges);
      assert.deepEqual(
        Object.keys(subnets),
        ranges.map((_, index) => `net-private-${index + 1}`),
      );
    });
  }

  it("share a zone equally without a size", () => {
    const subnetSpecs = [{ type: "Public" }, { type: "Private" }, { type: "Isolated" }] as const;

    assert.deepEqual(layout(1, { subnetSpecs }), {
      "net-public-1": "10.0.0.0/18",
      "net-private-1": "10.0.64.0/18",
      "net-isolated-1": "10.0.128.0/18",
    });
  });

  it("leave an unused range free", () => {
    const subnetSpecs = [{ type: "Unused", cidrMask: 20 }, ...first] as const;

    assert.deepEqual(layout(1, { subnetSpecs }), { "net-private-1": "10.0.16.0/20" });
  });

  it("have the ranges that are set", () => {
    const subnetSpecs = [
      { type: "Public", cidrBlocks: ["10.0.9.0/24", "10.0.1.0/24"] },
      { type: "Private", cidrBlocks: ["10.0.2.0/24", "10.0.3.0/24"], cidrMask: 24 },
    ] as const;

    assert.deepEqual(layout(2, { subnetSpecs }), {
      "net-public-1": "10.0.9.0/24",
      "net-private-1": "10.0.2.0/24",
      "net-public-2": "10.0.1.0/24",
      "net-private-2": "10.0.3.0/24",
    });
  });

  const blocks = (...cidrBlocks: string[]) => [{ type: "Public" as const, cidrBlocks }];
  for (const [wrong, message] of [
    [{ cidrBlock: "10.0.0.1/16" }, /cidrBlock is "10.0.0.1\/16"/],
    [
      { cidrBlock: "10.0.0.256/24" },
      /"net": cidrBlock is "10.0.0.256\/24"; allowed: an IPv4 range/,
    ],
    [{ cidrBlock: "anything" }, /cidrBlock is "anything"/],
    [{ availabilityZoneCidrMask: 16 }, /availabilityZoneCidrMask is 16; allowed: 17 to 28, for/],
    [{ availabilityZoneCidrMask: 18.5 }, /availabilityZoneCidrMask is 18.5/],
    [{ availabilityZoneCidrMask: 19 }, /subnetSpecs is \[26,20,24\].* such as 10.0.0.0\/19/],
    [{ subnetSpecs: [{ type: "Public", cidrMask: 29 }] }, /subnetSpecs\[0\].cidrMask is 29/],
    [{ subnetSpecs: [{ type: "Public", cidrMask: 15 }] }, /a prefix length of 16 to 28/],
    [{ subnetSpecs: blocks("10.0.1.0/24") }, /subnetSpecs\[0\].cidrBlocks .* 2 IPv4 ranges/],
    [{ subnetSpecs: blocks("10.0.1.0/24", "x") }, /cidrBlocks is \["10.0.1.0\/24","x"\]/],
    [{ subnetSpecs: blocks("10.0.1.0/24", "10.0.1.0/25") }, /is "10.0.1.0\/25".* do not overlap/],
    [{ subnetSpecs: blocks("10.0.1.0/24", "10.1.0.0/24") }, /is "10.1.0.0\/24".* 10.0.0.0\/16/],
    [{ subnetSpecs: [...first, ...blocks("10.0.1.0/24", "10.0.2.0/24")] }, /\[0\].cidrBlocks is/],
  ] as const) {
    it(`can't be laid out with ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => layout(2, wrong as Partial<LayoutArgs>), {
        name: "AwsxArgumentError",
        message,
      });
    });
  }
});

/** Specs of subnets that fit a zone of this size in any order. */
const fittingSpecs = (zonePrefix: number) =>
  fc
    .array(fc.integer({ min: zonePrefix + 3, max: 28 }), { minLength: 1, maxLength: 4 })
    .map((masks) =>
      masks.map((cidrMask, index): SubnetSpec => ({
        type: "Private",
        name: `n${index}`,
        cidrMask,
      })),
    );

const networks = fc.integer({ min: 16, max: 20 }).chain((vpcPrefix) =>
  fc.record({
    cidrBlock: fc.integer({ min: 0, max: 255 }).map((octet) => `10.${octet}.0.0/${vpcPrefix}`),
    availabilityZoneCidrMask: fc.constant(vpcPrefix + 2),
    subnetSpecs: fittingSpecs(vpcPrefix + 2),
  }),
);

describe("any layout of subnets", () => {
  it("places each in its zone's range, in order, without overlap", () => {
    fc.assert(
      fc.property(networks, fc.integer({ min: 1, max: 4 }), (network, zones) => {
        const subnets = layOutSubnets("net", args(zones, network));

        const vpc = range(network.cidrBlock);
        const size = sizeOf({ prefix: network.availabilityZoneCidrMask });
        let free = vpc.start;
        for (const { cidrBlock, zoneNumber } of subnets) {
          const subnet = range(cidrBlock);
          const prefix = network.availabilityZoneCidrMask;
          const zone = { start: vpc.start + (zoneNumber - 1) * size, prefix };
          assert.ok(contains(zone, subnet), cidrBlock);
          assert.ok(subnet.start >= free, cidrBlock);
          free = endOf(subnet);
        }
        assert.equal(subnets.length, zones * network.subnetSpecs.length);
      }),
    );
  });

  it("moves no subnet when a zone or a spec is added at the end", () => {
    fc.assert(
      fc.property(networks, fc.integer({ min: 1, max: 3 }), (network, zones) => {
        const before = layout(zones, network);
        const withZone = layout(zones + 1, network);
        const added: SubnetSpec = { type: "Isolated", cidrMask: 28 };
        const subnetSpecs = [...network.subnetSpecs, added];
        const withSpec = layout(zones, { ...network, subnetSpecs });

        for (const [name, cidrBlock] of Object.entries(before)) {
          assert.equal(withZone[name], cidrBlock);
          assert.equal(withSpec[name], cidrBlock);
        }
      }),
    );
  });
});
