import assert from "node:assert/strict";
import { ZonesError } from "../project/availabilityZones.ts";
import { requireNewNetworks } from "./newNetworks.ts";

const stack = (region: string, cidrBlock: string, isNew = true) => ({
  name: `dev-${region}`,
  region,
  zones: [`${region}a`, `${region}b`],
  cidrBlock,
  plan: { operations: [{ kind: isNew ? "create" : "update", type: "aws:ec2/vpc:Vpc" }] },
});
const edge = { ...stack("us-east-1", ""), name: "dev-edge", zones: [] };

describe("requireNewNetworks", () => {
  let announced: string[];
  beforeEach(() => (announced = []));

  const check = (
    stacks: ReturnType<typeof stack>[],
    others: ReturnType<typeof stack>[] = [],
    zonesOf?: (region: string) => Promise<string[]>,
  ) =>
    requireNewNetworks({
      ...{ stacks, others, zonesOf },
      announce: (message) => announced.push(message),
    });

  it("accepts ranges that do not overlap, and an edge", () =>
    check([stack("us-east-1", "10.0.0.0/16"), edge], [stack("eu-west-1", "10.1.0.0/16")]));

  // Source: Amazon VPC Peering Guide, "How VPC peering connections work".
  it("refuses a new region with a range that another one uses", () =>
    assert.rejects(
      check([stack("sa-east-1", "10.1.128.0/17")], [stack("eu-west-1", "10.1.0.0/16", false)]),
      {
        name: "NewNetworkError",
        message:
          "Nothing was deployed. dev-sa-east-1 has the range 10.1.128.0/17, which dev-eu-west-1 uses. " +
          "Set cidrBlock in its stack file to a free range, such as 10.0.0.0/17.",
      },
    ));

  it("leaves the ranges of deployed regions as they are", () =>
    check([stack("us-east-1", "10.0.0.0/16", false), stack("eu-west-1", "10.0.0.0/16", false)]));

  // Source: AWS Regions and Availability Zones: accounts have different zones in the oldest regions.
  it("refuses zones that the account does not have", () =>
    assert.rejects(
      check([stack("us-west-1", "10.0.0.0/16")], [], async () => ["us-west-1b", "us-west-1c"]),
      /dev-us-west-1 has the zones us-west-1a, which this account does not have\. Use us-west-1b, us-west-1c\./,
    ));

  const fails = (code: string | undefined) => async (region: string) => {
    throw new ZonesError(`AWS does not list the zones of ${region} (no).`, code);
  };

  it("names the command that enables a region", () =>
    assert.rejects(
      check([stack("ap-east-1", "10.0.0.0/16")], [], fails("AuthFailure")),
      /enable first: aws account enable-region --region-name ap-east-1/,
    ));

  for (const [region, code] of [
    ["ap-east-1", "UnauthorizedOperation"],
    ["eu-west-1", "AuthFailure"],
    ["ap-east-1", undefined],
  ] as const) {
    it(`says that zones were not checked: ${code ?? "no response"} in ${region}`, async () => {
      await check([stack(region, "10.0.0.0/16")], [], fails(code));

      assert.deepEqual(announced, [
        `AWS does not list the zones of ${region} (no). They are not checked.`,
      ]);
    });
  }
});
