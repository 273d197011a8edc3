import * as pulumi from "@pulumi/pulumi";
import {
  type ApiArgs,
  headersByVersion,
  type LinkedService,
  proxyCors,
  proxyRoutes,
  streamingTimeouts,
} from "../api/index.ts";
import type { PrivateNetwork } from "../network/index.ts";
import { fallbackService, streamingTimeoutMs, VpcLink, VpcProxy } from "../ingress/index.ts";
import type { Assertions } from "./assertions.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import type { Services } from "./services.ts";

/** Everything that backends are created from. */
interface Scope {
  readonly name: string;
  readonly args: RegionalPlatformArgs;
  readonly network: PrivateNetwork;
  readonly services: Services;
  readonly assertions: Assertions;
  readonly opts: pulumi.ComponentResourceOptions;
}

/** The connections from the API to the services: functions, streaming functions, and a VPC link. */
export interface Backends extends Pick<ApiArgs, "linkedServices"> {
  readonly proxies: Record<string, VpcProxy>;
  readonly streamingProxies: Record<string, VpcProxy>;
}

/** Creates the backends of the platform's routes. */
export function createBackends(scope: Scope): Backends {
  return {
    proxies: createProxies(scope),
    streamingProxies: createStreamingProxies(scope),
    linkedServices: linkServices(scope),
  };
}

function createProxies(scope: Scope): Record<string, VpcProxy> {
  const create = (service: string) => [
    service,
    new VpcProxy(
      `${scope.name}-${service}-proxy`,
      {
        ...commonArgs(scope, service),
        ...scope.args.definition.services[service]?.proxy,
        claims: claimsOf(scope, service),
      },
      scope.opts,
    ),
  ];
  return Object.fromEntries(Object.keys(scope.services).map(create)) as Record<string, VpcProxy>;
}

/** Headers with claims: the service's own take precedence. */
const claimsOf = ({ args: { definition } }: Scope, service: string) => ({
  ...definition.claims,
  ...definition.services[service]?.proxy?.claims,
});

/** Arguments that both functions of a service have. */
function commonArgs({ args, network, services, assertions }: Scope, service: string) {
  const { cors, versions, routes } = args.definition.api;
  const { url, port, loadBalancerSecurityGroupId } = services[service]!;
  const signing = assertions[service]?.signing;
  const endpointsSecurityGroupId = network.endpointsSecurityGroupId!;
  return {
    serviceName: service,
    serviceUrl: url,
    servicePort: port,
    serviceSecurityGroupId: loadBalancerSecurityGroupId,
    vpcId: network.vpcId,
    subnetIds: network.privateSubnetIds,
    ...proxyCors(routes, service, cors),
    headersByVersion: headersByVersion(versions),
    ...fallbackArgs(args, services, service),
    assertion: signing && { ...signing, endpointsSecurityGroupId },
  };
}

/** The routes' settings, and the services that they fall back to. */
function fallbackArgs(args: RegionalPlatformArgs, services: Services, service: string) {
  const { resilience, encodedSlashes } = args.definition.services[service]?.proxy ?? {};
  const routes = proxyRoutes(args.definition.api, service, encodedSlashes);
  const targets = [resilience ?? {}, ...Object.values(routes.resilienceByRoute)].flatMap(
    (options) => fallbackService(options) ?? [],
  );
  const fallbackServices = Object.fromEntries(
    targets.map((target) => {
      const { url, port, loadBalancerSecurityGroupId: securityGroupId } = services[target]!;
      return [target, { url, port, securityGroupId }];
    }),
  );
  return { ...routes, fallbackServices, allowsFaultHeader: !args.production };
}

/** A streaming function for each service with a streaming route. */
function createStreamingProxies(scope: Scope): Record<string, VpcProxy> {
  const create = ([service, timeoutMs]: [string, number]) => {
    const totalTimeoutMs = streamingTimeoutMs(timeoutMs);
    const { proxy = {} } = scope.args.definition.services[service]!;
    const { connectTimeoutMs, memoryMb, headers, encodedSlashes, resilience, metrics } = proxy;
    return [
      service,
      new VpcProxy(
        `${scope.name}-${service}-stream-proxy`,
        {
          streaming: true,
          ...commonArgs(scope, service),
          headers,
          encodedSlashes,
          resilience,
          metrics,
          claims: claimsOf(scope, service),
          totalTimeoutMs,
          connectTimeoutMs: connectTimeoutMs && Math.min(connectTimeoutMs, totalTimeoutMs - 1),
          memoryMb,
        },
        scope.opts,
      ),
    ];
  };
  const longest = Object.entries(streamingTimeouts(integrationsOf(scope)));
  return Object.fromEntries(longest.map(create)) as Record<string, VpcProxy>;
}

/** One VPC link for all services that routes reach without a function. */
function linkServices(scope: Scope): Record<string, LinkedService> {
  const { name, network, services, opts } = scope;
  const linked = integrationsOf(scope).flatMap((integration) =>
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
      const { url, port, loadBalancerArn } = services[service]!;
      return [service, { url: pulumi.interpolate`${url}:${port}`, loadBalancerArn, vpcLinkId }];
    }),
  );
}

const integrationsOf = ({ args }: Scope) =>
  args.definition.api.routes.map(({ integration }) => integration);
