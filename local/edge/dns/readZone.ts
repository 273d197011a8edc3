import { isAwsRegion } from "../../../project/awsRegions.ts";
import type { Unserved } from "../../graph/replay.ts";
import type { Properties, Resource } from "../../graph/resource.ts";
import {
  type ApiDomain,
  type BasePathMapping,
  canonicalName,
  type DnsRecord,
  groupRecords,
  recordKey,
  type RoutingPolicy,
  type Zone,
} from "./model.ts";
import { healthCheckType, readHealthCheck } from "./readHealthCheck.ts";
import { leadsToApi } from "./resolve.ts";

/** The resources of a region's stack. */
export interface StackResources {
  readonly region: string;
  readonly resources: readonly Resource[];
}

const recordType = "aws:route53/record:Record";
const domainType = "aws:apigateway/domainName:DomainName";
const mappingType = "aws:apigateway/basePathMapping:BasePathMapping";

/**
 * Reads the records, health checks and domain names of all regions' stacks as one zone.
 *
 * @param onUnserved - receives what has no effect here, or another one than in Route 53
 * @returns undefined if no address record leads to a domain name of API Gateway
 */
export function readZone(
  stacks: readonly StackResources[],
  onUnserved: OnUnserved = () => undefined,
): Zone | undefined {
  const each = <T>(type: string, read: (resource: Resource, region: string) => T[]): T[] =>
    stacks.flatMap(({ region, resources }) =>
      resources
        .filter((resource) => resource.type === type)
        .flatMap((resource) => read(resource, region)),
    );
  const domains = stacks.flatMap(readDomains);
  const all = each(recordType, (resource, region) => readRecord(resource, region, onUnserved));
  const targets = new Set(domains.map(({ target }) => target));
  if (!all.some(({ alias }) => targets.has(alias.name))) return undefined;

  const shared = all.find(({ policy }) => policy.kind === "latency") ?? all[0]!;
  const checks = each(healthCheckType, (resource, region) => [
    readHealthCheck(resource, region, (reason) =>
      onUnserved({ type: resource.type, name: resource.name, reason }),
    ),
  ]);
  const zone = {
    sharedName: shared.name,
    records: groupRecords(all),
    domains,
    checks: new Map(checks.map((check) => [check.id, check])),
    regions: stacks.map(({ region }) => region),
  };
  reportDeadEnds(zone, onUnserved);
  return zone;
}

type OnUnserved = (unserved: Unserved) => void;

/** Names records and health checks that lead to no API here, and health checks that are not among the stacks. */
function reportDeadEnds(zone: Zone, onUnserved: OnUnserved): void {
  const report = (name: string, reason: string) => onUnserved({ type: recordType, name, reason });
  for (const record of [...zone.records.values()].flat()) {
    const { name, alias, healthCheckId, type } = record;
    const title = `${name} ${type}`;
    // Distributions are found by their own aliases.
    if (!isDistribution(alias.name) && !leadsToApi(record, zone)) {
      report(title, `it leads to ${alias.name}, where no API is served`);
    }
    if (healthCheckId !== undefined && !zone.checks.has(healthCheckId)) {
      report(
        title,
        `its health check ${healthCheckId} is in none of the stacks; it counts as healthy`,
      );
    }
  }
  for (const check of zone.checks.values()) {
    if (check.kind !== "endpoint" || zone.records.has(recordKey("A", check.fqdn))) continue;
    if (cognitoRegion(check.fqdn) !== undefined) continue;
    const reason = `it asks ${check.fqdn || "an address"}, where no API is served; it counts as ill`;
    onUnserved({ type: healthCheckType, name: check.name, reason });
  }
}

/** The region of Cognito's host on AWS, which the check of a sign-in domain asks. */
export const cognitoRegion = (host: string): string | undefined =>
  /^cognito-idp\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host)?.[1];

const isDistribution = (name: string): boolean => name.endsWith(".cloudfront.net");

/** The names that the zone has addresses of. */
export const hostNames = (zone: Zone | undefined): string[] => [
  ...new Set([...(zone?.records.values() ?? [])].flat().map(({ name }) => name)),
];

/** Address records that are aliases; others, such as a certificate's validation, lead to no API. */
function readRecord(
  { type: resourceType, name: resourceName, outputs }: Resource,
  owner: string,
  onUnserved: OnUnserved,
): DnsRecord[] {
  const [alias] = list(outputs["aliases"]);
  const { name, type, setIdentifier, healthCheckId } = outputs;
  if (!alias || (type !== "A" && type !== "AAAA")) return [];
  const policy = readPolicy(outputs);
  if (typeof policy === "string") {
    onUnserved({ type: resourceType, name: resourceName, reason: policy });
    return [];
  }
  return [
    {
      name: canonicalName(String(name)),
      type,
      policy,
      alias: {
        name: canonicalName(String(alias["name"])),
        evaluateTargetHealth: alias["evaluateTargetHealth"] === true,
      },
      setIdentifier: text(setIdentifier),
      healthCheckId: text(healthCheckId),
      owner,
    },
  ];
}

/** @returns the reason for which a record is not served, if it is not */
function readPolicy(outputs: Properties): RoutingPolicy | string {
  const unserved = unservedPolicies.find((name) => hasValue(outputs[name]));
  if (unserved) return `it has ${unserved}; only simple, latency and weighted records are served`;
  const [latency] = list(outputs["latencyRoutingPolicies"]);
  if (latency) {
    const region = String(latency["region"]);
    return isAwsRegion(region)
      ? { kind: "latency", region }
      : `"${region}" in its latency policy is no region of AWS that is known here`;
  }
  const [weighted] = list(outputs["weightedRoutingPolicies"]);
  if (!weighted) return { kind: "simple" };
  const weight = Number(weighted["weight"]);
  return Number.isInteger(weight) && weight >= 0 && weight <= 255
    ? { kind: "weighted", weight }
    : `its weight is ${JSON.stringify(weighted["weight"])}; allowed is 0 to 255`;
}

const unservedPolicies = [
  "cidrRoutingPolicy",
  "failoverRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
  "multivalueAnswerRoutingPolicy",
];

const hasValue = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value);

function readDomains({ region, resources }: StackResources): ApiDomain[] {
  const mappings = resources.filter(({ type }) => type === mappingType);
  return resources
    .filter(({ type, outputs }) => type === domainType && outputs["regionalDomainName"])
    .map(({ outputs }) => ({
      name: canonicalName(String(outputs["domainName"])),
      region,
      target: canonicalName(String(outputs["regionalDomainName"])),
      mappings: mappings
        .filter((mapping) => mapping.outputs["domainName"] === outputs["domainName"])
        .map(readMapping),
    }));
}

const readMapping = ({ outputs }: Resource): BasePathMapping => ({
  // API Gateway's API calls the empty base path "(none)".
  basePath: (text(outputs["basePath"]) ?? "").replace("(none)", ""),
  restApi: String(outputs["restApi"]),
  stage: text(outputs["stageName"]) ?? "",
});

const list = (value: unknown): Properties[] =>
  Array.isArray(value) ? (value as Properties[]) : [];

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
