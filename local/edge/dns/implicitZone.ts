import { groupRecords, type HealthCheck, type Zone } from "./model.ts";

/**
 * The zone of regions whose stacks have no domain: latency records of one name, each with a check of the
 * region's health path.
 *
 * @param healthPath - path below a region's API that returns 2xx or 3xx while the region is healthy
 */
export function implicitZone(regions: readonly string[], healthPath: string): Zone {
  const name = "localhost";
  const hostOf = (region: string) => `${region}.${name}`;
  const targetOf = (region: string) => `${region}.target`;
  const records = regions.flatMap((region) => [
    {
      name,
      type: "A",
      policy: { kind: "latency", region } as const,
      alias: { name: targetOf(region), evaluateTargetHealth: true },
      setIdentifier: region,
      healthCheckId: region,
      owner: region,
    },
    {
      name: hostOf(region),
      type: "A",
      policy: { kind: "simple" } as const,
      alias: { name: targetOf(region), evaluateTargetHealth: true },
      owner: region,
    },
  ]);
  return {
    sharedName: name,
    records: groupRecords(records),
    domains: regions.flatMap((region) =>
      [name, hostOf(region)].map((domain) => ({
        name: domain,
        region,
        target: targetOf(region),
        mappings: [{ basePath: "", restApi: "", stage: "" }],
      })),
    ),
    checks: new Map(
      regions
        .flatMap((region) => checksOf(region, hostOf(region), healthPath))
        .map((check) => [check.id, check]),
    ),
    regions,
  };
}

/** A calculated check too, so that a region drains in the same way as with a domain. */
function checksOf(region: string, fqdn: string, path: string): HealthCheck[] {
  const shared = { owner: region, inverted: false, disabled: false };
  const endpoint = `${region}-health`;
  return [
    { ...shared, kind: "calculated", id: region, name: region, children: [endpoint], threshold: 1 },
    {
      ...shared,
      kind: "endpoint",
      id: endpoint,
      name: endpoint,
      fqdn,
      path,
      intervalSeconds: 30,
      failureThreshold: 3,
      checkers: 1,
    },
  ];
}
