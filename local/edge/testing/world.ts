import type { Properties, Resource } from "../../graph/resource.ts";
import type { StackResources } from "../dns/readZone.ts";

/** The shared name of the regions. */
export const host = "api.world.example";

/** Differences from a right stack. */
export interface Change {
  /** Region in the latency record. */
  latency?: string;
  without?: "latency" | "host";
  /** Region whose domain the latency record leads to. */
  target?: string;
  /** Id of the record's health check. */
  check?: string | undefined;
  /** Properties of the two endpoint checks. */
  endpoint?: Properties;
  /** Properties of the calculated check. */
  calculated?: Properties;
  /** A share of the clients for another region. */
  shift?: { to: string; percent: number };
}

const targetOf = (name: string, region: string) => `d-${name}.execute-api.${region}.amazonaws.com`;

/** The resources that matter to DNS in a region's stack. Its calculated check has the region as its id. */
export function stack(region: string, change: Change = {}): StackResources {
  const { latency = region, target = region, shift, without, endpoint, calculated } = change;
  const own = `${region}.${host}`;
  const check = "check" in change ? change.check : region;
  const records = (name: string, more: Properties): Resource[] =>
    ["A", "AAAA"].map((type) =>
      resource("aws:route53/record:Record", `${name}-${type}`, { name, type, ...more }),
    );
  const alias = (name: string) => [{ name, zoneId: "Z", evaluateTargetHealth: true }];
  const healthCheck = (id: string, more: Properties) =>
    resource("aws:route53/healthCheck:HealthCheck", id, more);
  const near = `near-${region}.${host}`;
  const resources = [
    ...[host, own].flatMap((name) => [
      resource("aws:apigateway/domainName:DomainName", name, {
        domainName: name,
        regionalDomainName: targetOf(name, region),
      }),
      resource("aws:apigateway/basePathMapping:BasePathMapping", name, {
        domainName: name,
        restApi: `api-${region}`,
        stageName: "live",
      }),
    ]),
    ...(["shallow", "deep"] as const).map((kind) =>
      healthCheck(`${region}-${kind}`, {
        type: "HTTPS",
        fqdn: own,
        resourcePath: kind === "shallow" ? "/health/gateway" : "/health",
        requestInterval: 30,
        failureThreshold: 3,
        ...endpoint,
      }),
    ),
    healthCheck(region, {
      type: "CALCULATED",
      childHealthchecks: [`${region}-shallow`, `${region}-deep`],
      childHealthThreshold: 2,
      ...calculated,
    }),
    ...(without === "latency"
      ? []
      : records(host, {
          setIdentifier: region,
          latencyRoutingPolicies: [{ region: latency }],
          aliases: alias(shift ? near : targetOf(host, target)),
          healthCheckId: check,
        })),
    ...(without === "host" ? [] : records(own, { aliases: alias(targetOf(own, region)) })),
    // The region's own address of the shared name, for the shares of other regions.
    ...records(`at-${own}`, {
      setIdentifier: region,
      weightedRoutingPolicies: [{ weight: 1 }],
      aliases: alias(targetOf(host, region)),
      healthCheckId: region,
    }),
    ...(shift
      ? [
          ...records(near, {
            setIdentifier: region,
            weightedRoutingPolicies: [{ weight: 100 - shift.percent }],
            aliases: alias(targetOf(host, region)),
            healthCheckId: region,
          }),
          ...records(near, {
            setIdentifier: shift.to,
            weightedRoutingPolicies: [{ weight: shift.percent }],
            aliases: alias(`at-${shift.to}.${host}`),
          }),
        ]
      : []),
  ];
  return { region, resources };
}

/** Stacks of these regions, without mistakes. */
export const world = (...regions: string[]): StackResources[] =>
  regions.map((region) => stack(region));

const resource = (type: string, id: string, properties: Properties): Resource => ({
  type,
  name: id,
  id,
  inputs: properties,
  outputs: properties,
});
