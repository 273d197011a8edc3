import type * as pulumi from "@pulumi/pulumi";
import type { PrivateNetwork } from "../network/index.ts";
import type { Platform } from "../platform/index.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import { internalZone } from "./internalTls.ts";
import { type PrivateService, ServiceNames } from "../service/index.ts";
import { callVariable } from "../platform/index.ts";
import { allowConnections, suffixOf } from "../shared/securityGroups.ts";

/**
 * Zone of the services' names in an environment. `.internal` is reserved for private use (ICANN, 2024).
 * Without `palisade`, an environment named `ec2` or `compute` would hide names that AWS gives instances.
 * Source: Amazon VPC User Guide, "DNS attributes for your VPC".
 */
const zoneOf = (environment: string): string => `${environment}.palisade.internal`;

/** Variables with the addresses of the services that a service calls, such as `CATALOG_URL`. */
export const callVariables = (
  zone: ServiceZone,
  callees: readonly string[] = [],
): Record<string, string> =>
  Object.fromEntries(callees.map((callee) => [callVariable(callee), addressOf(callee, zone)]));

/** The zone in which the region's services have their names. */
interface ServiceZone {
  readonly zone: string;
  readonly scheme: "http" | "https";
}

export const serviceZone = (
  environment: string,
  { internalTls, region, domain }: Pick<RegionalPlatformArgs, "internalTls" | "region" | "domain">,
): ServiceZone =>
  internalTls && domain
    ? { zone: internalZone(region, domain), scheme: "https" }
    : { zone: zoneOf(environment), scheme: "http" };

const addressOf = (service: string, { zone, scheme }: ServiceZone): string =>
  `${scheme}://${service}.${zone}`;

/** What calls of services depend on. */
interface Callable {
  /** Resources without which services' calls fail. Tasks that call start after them. */
  readonly resources: pulumi.Resource[];
  /** Addresses of the named services, known once their names exist. */
  readonly urls: Record<string, pulumi.Output<string>>;
}

/**
 * Lets services call others by name: names in the VPC for those that are called, and for each pair a
 * rule on both sides. The rules refer to groups that exist already, so services may call each other.
 * With HTTPS every service has a name, because the certificate is for names.
 */
export function allowCalls(
  name: string,
  zone: ServiceZone,
  { services: definitions }: Pick<Platform, "services">,
  { vpcId }: Pick<PrivateNetwork, "vpcId">,
  services: Readonly<Record<string, PrivateService>>,
  opts: pulumi.ComponentResourceOptions,
): Callable {
  const pairs = Object.entries(definitions).flatMap(([caller, { calls = [] }]) =>
    calls.map((callee) => [caller, callee] as const),
  );
  const isTls = zone.scheme === "https";
  const called = isTls ? Object.keys(services) : [...new Set(pairs.map(([, callee]) => callee))];
  if (called.length === 0) return { resources: [], urls: {} };
  const targets = called.map((callee) => [callee, services[callee]!.loadBalancer]);
  const { records } = new ServiceNames(
    isTls ? `${name}-internal` : `${name}-services`,
    {
      vpcId,
      zone: zone.zone,
      targets: Object.fromEntries(targets) as Record<string, PrivateService["loadBalancer"]>,
    },
    opts,
  );
  const rules = pairs.flatMap(([caller, callee]) => {
    const { port, loadBalancerSecurityGroupId } = services[callee]!;
    return allowConnections(
      port,
      {
        name: `${name}-${caller}-calls-${callee}${suffixOf(port)}`,
        securityGroupId: services[caller]!.tasksSecurityGroupId,
        description: `To the load balancer of ${callee}`,
      },
      {
        name: `${name}-${callee}-called-by-${caller}${suffixOf(port)}`,
        securityGroupId: loadBalancerSecurityGroupId,
        description: `From the tasks of ${caller}`,
      },
      opts,
    );
  });
  const urls = called.map((service, index) => {
    const address = addressOf(service, zone);
    return [service, records[index]!.fqdn.apply(() => address)] as const;
  });
  const listeners = called.map((service) => services[service]!.listener);
  return { resources: [...records, ...rules, ...listeners], urls: Object.fromEntries(urls) };
}
