import type * as pulumi from "@pulumi/pulumi";
import {
  allRoutes,
  type ApiArgs,
  headersByVersion,
  type LinkedService,
  parseRoutes,
  proxyCors,
  type ProxyFunction,
  streamingTimeouts,
} from "../api/index.ts";
import type { PrivateNetwork } from "../network/index.ts";
import { streamingTimeoutMs, VpcLink, VpcProxy } from "../proxy/index.ts";
import type { PrivateService } from "../service/index.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import type { Services } from "./services.ts";

/** What a region's backends are made of. */
interface Scope {
  readonly name: string;
  readonly args: RegionalPlatformArgs;
  readonly network: PrivateNetwork;
  readonly services: Services;
  readonly opts: pulumi.ComponentResourceOptions;
}

/** What stands between the API and the services: functions, those that stream, and a VPC link. */
export type Backends = Pick<ApiArgs, "proxies" | "streamingProxies" | "linkedServices">;

/** Creates the backends that the platform's routes lead to. */
export function createBackends(scope: Scope): Backends {
  return {
    proxies: createProxies(scope),
    streamingProxies: createStreamingProxies(scope),
    linkedServices: linkServices(scope),
  };
}

function createProxies({ args, services, ...scope }: Scope): Record<string, ProxyFunction> {
  const create = ([service, target]: [string, PrivateService]) => [
    service,
    new VpcProxy(
      `${scope.name}-${service}-proxy`,
      {
        ...place(scope.network, service, target),
        ...corsOfProxy(args, service),
        headersByVersion: headersByVersion(args.definition.versions),
        ...args.definition.services[service]?.proxy,
      },
      scope.opts,
    ),
  ];
  return Object.fromEntries(Object.entries(services).map(create)) as Record<string, VpcProxy>;
}

/** Where a proxy function runs and what it leads to. */
const place = (
  { vpcId, privateSubnetIds }: PrivateNetwork,
  serviceName: string,
  { url, port, loadBalancerSecurityGroupId }: PrivateService,
) => ({
  serviceName,
  serviceUrl: url,
  servicePort: port,
  serviceSecurityGroupId: loadBalancerSecurityGroupId,
  vpcId,
  subnetIds: privateSubnetIds,
});

/** Which pages may read what a service's function answers. */
const corsOfProxy = ({ definition }: RegionalPlatformArgs, service: string) =>
  proxyCors(parseRoutes(allRoutes(definition), definition.defaultAuth), service, definition.cors);

/** A function that streams, for each service that a streaming route leads to. */
function createStreamingProxies({
  args,
  services,
  ...scope
}: Scope): Record<string, ProxyFunction> {
  const create = ([service, timeoutMs]: [string, number]) => {
    const totalTimeoutMs = streamingTimeoutMs(timeoutMs);
    const { connectTimeoutMs, memoryMb, headers } = args.definition.services[service]?.proxy ?? {};
    return [
      service,
      new VpcProxy(
        `${scope.name}-${service}-stream-proxy`,
        {
          streaming: true,
          ...place(scope.network, service, services[service]!),
          ...corsOfProxy(args, service),
          headersByVersion: headersByVersion(args.definition.versions),
          headers,
          totalTimeoutMs,
          connectTimeoutMs: connectTimeoutMs && Math.min(connectTimeoutMs, totalTimeoutMs - 1),
          memoryMb,
        },
        scope.opts,
      ),
    ];
  };
  const longest = Object.entries(streamingTimeouts(integrationsOf(args)));
  return Object.fromEntries(longest.map(create)) as Record<string, VpcProxy>;
}

/** One VPC link for all services that routes lead to without a function. */
function linkServices({
  name,
  args,
  network,
  services,
  opts,
}: Scope): Record<string, LinkedService> {
  const linked = integrationsOf(args).flatMap((integration) =>
    integration.kind === "vpcLink" ? [integration.service] : [],
  );
  if (linked.length === 0) return {};
  const targets = Object.fromEntries(
    [...new Set(linked)].map((service) => {
      const { port, loadBalancerSecurityGroupId: securityGroupId } = services[service]!;
      return [service, { port, securityGroupId }];
    }),
  );
  const { vpcId, privateSubnetIds: subnetIds } = network;
  const { vpcLinkId } = new VpcLink(`${name}-link`, { vpcId, subnetIds, targets }, opts);
  return Object.fromEntries(
    Object.keys(targets).map((service) => {
      const { url, listenerArn } = services[service]!;
      return [service, { url, listenerArn, vpcLinkId }];
    }),
  );
}

const integrationsOf = ({ definition }: RegionalPlatformArgs) =>
  Object.values(allRoutes(definition)).map(({ integration }) => integration);
