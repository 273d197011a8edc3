import assert from "node:assert/strict";
import type { RegionalEndpointArgs } from "./index.ts";
import { record } from "./testing/record.ts";

const gateway = [
  {
    name: "d-1.execute-api.eu-west-1.amazonaws.com",
    zoneId: "ZGATEWAY",
    evaluateTargetHealth: true,
  },
];

describe("RegionalEndpoint's traffic", () => {
  it("drains a region by the calculated check alone", async () => {
    assert.deepEqual(await changes({}, { traffic: "drain" }), {
      "HealthCheck test": { childHealthThreshold: 3 },
    });
  });

  it("shifts a share of its clients by adding records and leading its own to them", async () => {
    const zoneId = "Z0123456789";
    const name = "near-eu-west-1.api.example.com";
    const within = (target: string) => [{ name: target, zoneId, evaluateTargetHealth: true }];
    const share = (region: string, weight: number, type: string) => ({
      zoneId,
      name,
      type,
      setIdentifier: region,
      weightedRoutingPolicies: [{ weight }],
    });

    const changed = await changes({}, { shift: { to: "us-east-1", percent: 20 } });

    assert.deepEqual(
      changed,
      Object.fromEntries(
        ["A", "AAAA"].flatMap((type) => [
          [`Record test-api.example.com-${type}`, { aliases: within(name) }],
          [
            `Record test-near-api.example.com-${type}`,
            { ...share("eu-west-1", 80, type), aliases: gateway, healthCheckId: "test-id" },
          ],
          [
            `Record test-near-api.example.com-us-east-1-${type}`,
            { ...share("us-east-1", 20, type), aliases: within("at-us-east-1.api.example.com") },
          ],
        ]),
      ),
    );
  });

  it("accepts the share of another region by records that lead to this one alone", async () => {
    assert.deepEqual(
      await changes({}, { acceptShift: true }),
      Object.fromEntries(
        ["A", "AAAA"].map((type) => [
          `Record test-at-api.example.com-${type}`,
          {
            zoneId: "Z0123456789",
            name: "at-eu-west-1.api.example.com",
            type,
            setIdentifier: "eu-west-1",
            weightedRoutingPolicies: [{ weight: 1 }],
            aliases: gateway,
            healthCheckId: "test-id",
          },
        ]),
      ),
    );
  });
});

/** New resources, and the inputs of others that differ. */
async function changes(
  before: Partial<RegionalEndpointArgs>,
  after: Partial<RegionalEndpointArgs>,
): Promise<Record<string, object>> {
  const inputsOf = async (more: Partial<RegionalEndpointArgs>) =>
    new Map(
      (await record(more)).resources.map(({ type, name, inputs }) => [
        `${type.split(":").at(-1)} ${name}`,
        inputs,
      ]),
    );
  const [old, current] = [await inputsOf(before), await inputsOf(after)];
  for (const name of old.keys()) assert.ok(current.has(name), `${name} is gone`);
  const differing = [...current].map(([name, inputs]) => {
    const unlike = Object.entries(inputs).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(old.get(name)?.[key]),
    );
    return [name, Object.fromEntries(unlike)] as const;
  });
  return Object.fromEntries(differing.filter(([, inputs]) => Object.keys(inputs).length > 0));
}
