import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DomainArgs, Shift } from "./args.ts";
import type { DomainName } from "./domainNames.ts";
import { directName, nearName } from "./hosts.ts";

type RecordArgs = aws.route53.RecordArgs;

/** Everything that the records of a region depend on. */
interface Scope {
  readonly name: string;
  readonly region: string;
  readonly domain: Pick<DomainArgs, "hostedZoneId" | "shift">;
  readonly opts: pulumi.CustomResourceOptions;
}

/** The region's own host leads to it always, also while it is unhealthy: its checks must find it. */
export const createRegionRecords = (
  host: string,
  target: DomainName,
  scope: Scope,
): aws.route53.Record[] =>
  createBothTypes(host, { name: host, aliases: [aliasOf(target, false)] }, scope);

/**
 * A public name's records: Route 53 leads clients to the healthy region with the lowest latency. The
 * identifier is the region's name, so each stack has its own record in the common set.
 *
 * `at-<region>.<name>` leads to this region alone and has its health. The stacks of other regions shift
 * clients there without reading anything of this stack. It is no name for clients: they ask for the
 * public name, which is the one that API Gateway's domain has. The region's own host would not do, because
 * it is a domain of its own, and AWS documents no domain's address for the clients of another.
 * Source: Route 53 API Reference, "AliasTarget" (DNSName).
 */
export function createPublicRecords(
  host: string,
  target: DomainName,
  healthCheckId: pulumi.Input<string>,
  scope: Scope,
): void {
  const { region, domain } = scope;
  const { shift } = domain;
  const direct = createBothTypes(
    `at-${host}`,
    {
      name: directName(region, host),
      setIdentifier: region,
      // A set of one: simple records have no health check.
      weightedRoutingPolicies: [{ weight: 1 }],
      aliases: [aliasOf(target)],
      healthCheckId,
    },
    scope,
  );
  // Route 53 refuses an alias to a name that does not exist.
  const afterDirect = { ...scope, opts: pulumi.mergeOptions(scope.opts, { dependsOn: direct }) };
  const shares = shift ? createShift(host, shift, afterDirect) : [];
  createBothTypes(
    host,
    {
      name: host,
      setIdentifier: region,
      latencyRoutingPolicies: [{ region }],
      aliases: [shift ? aliasWithin(nearName(region, host), domain) : aliasOf(target)],
      healthCheckId,
    },
    { ...scope, opts: pulumi.mergeOptions(scope.opts, { dependsOn: shares }) },
  );
}

/** A weighted set for the clients nearest to this region. A share's health is that of its region. */
function createShift(host: string, { to, percent }: Shift, scope: Scope): aws.route53.Record[] {
  const { region, domain } = scope;
  const shares = [
    { suffix: `near-${host}`, region, weight: 100 - percent },
    { suffix: `near-${host}-${to}`, region: to, weight: percent },
  ];
  return shares.flatMap((share) =>
    createBothTypes(
      share.suffix,
      {
        name: nearName(region, host),
        setIdentifier: share.region,
        weightedRoutingPolicies: [{ weight: share.weight }],
        aliases: [aliasWithin(directName(share.region, host), domain)],
      },
      scope,
    ),
  );
}

/** A record for IPv4 and one for IPv6. */
function createBothTypes(
  suffix: string,
  record: Omit<RecordArgs, "zoneId" | "type">,
  { name, domain, opts }: Scope,
): aws.route53.Record[] {
  return ["A", "AAAA"].map((type) => {
    const args = { zoneId: domain.hostedZoneId, ...record, type };
    return new aws.route53.Record(`${name}-${suffix}-${type}`, args, opts);
  });
}

const aliasOf = ({ target, targetZoneId }: DomainName, evaluateTargetHealth = true) => ({
  name: target,
  zoneId: targetZoneId,
  evaluateTargetHealth,
});

/** An alias to records of the same zone, which is healthy if one of them is. */
const aliasWithin = (name: string, { hostedZoneId }: Scope["domain"]) => ({
  name,
  zoneId: hostedZoneId,
  evaluateTargetHealth: true,
});
