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
  readonly domain: Pick<DomainArgs, "hostedZoneId" | "shift" | "acceptShift">;
  readonly opts: pulumi.CustomResourceOptions;
}

/** The part of a record that leads to this region while it is healthy. */
type OwnRecord = Pick<RecordArgs, "setIdentifier" | "aliases" | "healthCheckId">;

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
 */
export function createPublicRecords(
  host: string,
  target: DomainName,
  healthCheckId: pulumi.Input<string>,
  scope: Scope,
): void {
  const { region, domain } = scope;
  const { shift, acceptShift } = domain;
  const own = { setIdentifier: region, aliases: [aliasOf(target)], healthCheckId };
  if (acceptShift) createDirectRecords(host, own, scope);
  const shares = shift ? createShift(host, own, shift, scope) : [];
  createBothTypes(
    host,
    {
      ...own,
      name: host,
      latencyRoutingPolicies: [{ region }],
      ...(shift && { aliases: [aliasWithin(nearName(region, host), domain)] }),
    },
    // Route 53 refuses an alias to a name that does not exist.
    { ...scope, opts: pulumi.mergeOptions(scope.opts, { dependsOn: shares }) },
  );
}

/**
 * `at-<region>.<name>` leads to this region alone and has its health. The stacks of other regions shift
 * clients there without reading anything of this stack. The region's own host would not do, because it is
 * a domain of its own, and AWS documents no domain's address for the clients of another.
 *
 * Only regions that accept a shift have it: AWS says that a record to an API must have a name of the API's.
 * Clients do ask for such a name, and Route 53 leads them on by its own aliases, but nobody has tried this
 * on AWS yet.
 * Source: Route 53 API Reference, "AliasTarget" (DNSName).
 */
const createDirectRecords = (host: string, own: OwnRecord, scope: Scope): aws.route53.Record[] =>
  createBothTypes(
    `at-${host}`,
    {
      ...own,
      name: directName(scope.region, host),
      // A set of one: simple records have no health check.
      weightedRoutingPolicies: [{ weight: 1 }],
    },
    scope,
  );

/** A weighted set for the clients nearest to this region. A share's health is that of its region. */
function createShift(
  host: string,
  own: OwnRecord,
  { to, percent }: Shift,
  scope: Scope,
): aws.route53.Record[] {
  const { region, domain } = scope;
  const name = nearName(region, host);
  const other = {
    setIdentifier: to,
    aliases: [aliasWithin(directName(to, host), domain)],
  };
  return [
    ...createBothTypes(
      `near-${host}`,
      { ...own, name, weightedRoutingPolicies: [{ weight: 100 - percent }] },
      scope,
    ),
    ...createBothTypes(
      `near-${host}-${to}`,
      { ...other, name, weightedRoutingPolicies: [{ weight: percent }] },
      scope,
    ),
  ];
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
