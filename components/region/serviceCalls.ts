import type * as pulumi from "@pulumi/pulumi";
import type { PrivateNetwork } from "../network/index.ts";
import type { Platform } from "../platform/index.ts";
import { type PrivateService, ServiceNames } from "../service/index.ts";
import { callVariable } from "../platform/index.ts";
import { allowConnections } from "../shared/securityGroups.ts";

/**
 * Zone of the services' names in an environment. `.internal` is reserved for private use (ICANN, 2024).
 * Without `palisade`, an environment named `ec2` or `compute` would hide names that AWS gives instances.
 * Source: Amazon VPC User Guide, "DNS attributes for your VPC".
 */
const zoneOf = (environment: string): string => `${environment}.palisade.internal`;

/** Variables with the addresses of the services that a service calls, such as `CATALOG_URL`. */
export const callVariables = (
  environment: string,
  callees: readonly string[] = [],
): Record<string, string> =>
  Object.fromEntries(
    callees.map((callee) => [callVariable(callee), `http://${callee}.${zoneOf(environment)}`]),
  );

/**
 * Lets services call others by name: names in the VPC for those that are called, and for each pair a
 * rule on both sides. The rules refer to groups that exist already, so services may call each other.
 *
 * @returns resources without which a call fails. Tasks that call start after them.
 */
export function allowCalls(
  name: string,
  { services: definitions }: Pick<Platform, "services">,
  { vpcId }: Pick<PrivateNetwork, "vpcId">,
  services: Readonly<Record<string, PrivateService>>,
  opts: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
  const pairs = Object.entries(definitions).flatMap(([caller, { calls = [] }]) =>
    calls.map((callee) => [caller, callee] as const),
  );
  if (pairs.length === 0) return [];
  const called = [...new Set(pairs.map(([, callee]) => callee))];
  const targets = called.map((callee) => [callee, services[callee]!.loadBalancer]);
  const { records } = new ServiceNames(
    `${name}-services`,
    {
      vpcId,
      zone: zoneOf(name),
      targets: Object.fromEntries(targets) as Record<string, PrivateService["loadBalancer"]>,
    },
    opts,
  );
  const rules = pairs.flatMap(([caller, callee]) => {
    const { port, loadBalancerSecurityGroupId } = services[callee]!;
    return allowConnections(
      port,
      {
        name: `${name}-${caller}-calls-${callee}`,
        securityGroupId: services[caller]!.tasksSecurityGroupId,
        description: `To the load balancer of ${callee}`,
      },
      {
        name: `${name}-${callee}-called-by-${caller}`,
        securityGroupId: loadBalancerSecurityGroupId,
        description: `From the tasks of ${caller}`,
      },
      opts,
    );
  });
  return [...records, ...rules];
}
