import type { Properties, Resource } from "../../graph/resource.ts";
import {
  type ApiDomain,
  type BasePathMapping,
  canonicalName,
  type DnsRecord,
  groupRecords,
  type RoutingPolicy,
  type Zone,
} from "./model.ts";
import { healthCheckType, readHealthCheck } from "./readHealthCheck.ts";

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
 * @returns undefined if no address record leads to a domain name of API Gateway
 */
export function readZone(stacks: readonly StackResources[]): Zone | undefined {
  const each = <T>(type: string, read: (resource: Resource, region: string) => T[]): T[] =>
    stacks.flatMap(({ region, resources }) =>
      resources
        .filter((resource) => resource.type === type)
        .flatMap((resource) => read(resource, region)),
    );
  const domains = stacks.flatMap(readDomains);
  const all = each(recordType, readRecord);
  const targets = new Set(domains.map(({ target }) => target));
  if (!all.some(({ alias }) => targets.has(alias.name))) return undefined;

  const shared = all.find(({ policy }) => policy.kind === "latency") ?? all[0]!;
  const checks = each(healthCheckType, (resource, region) => [readHealthCheck(resource, region)]);
  return {
    sharedName: shared.name,
    records: groupRecords(all),
    domains,
    checks: new Map(checks.map((check) => [check.id, check])),
    regions: stacks.map(({ region }) => region),
  };
}

/** The names that the zone has addresses of. */
export const hostNames = (zone: Zone | undefined): string[] => [
  ...new Set([...(zone?.records.values() ?? [])].flat().map(({ name }) => name)),
];

/** Address records that are aliases; others, such as a certificate's validation, lead to no API. */
function readRecord({ outputs }: Resource, owner: string): DnsRecord[] {
  const [alias] = list(outputs["aliases"]);
  const { name, type, setIdentifier, healthCheckId } = outputs;
  if (!alias || (type !== "A" && type !== "AAAA")) return [];
  return [
    {
      name: canonicalName(String(name)),
      type,
      policy: readPolicy(outputs),
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

function readPolicy(outputs: Properties): RoutingPolicy {
  const [latency] = list(outputs["latencyRoutingPolicies"]);
  if (latency) return { kind: "latency", region: String(latency["region"]) };
  const [weighted] = list(outputs["weightedRoutingPolicies"]);
  if (weighted) return { kind: "weighted", weight: Number(weighted["weight"]) };
  return { kind: "simple" };
}

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
