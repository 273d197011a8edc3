import { type ResilienceOptions, resilienceRule } from "../../ingress/resilience.ts";
import { flag, required, text } from "../../shared/options.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import type { IntegrationKind } from "./integration.ts";
import { functionParts } from "./lambda.ts";
import { integrationOptions, named } from "./named.ts";
import { checkTransfer, timeoutOf, type TransferOptions, transferRules } from "./transfer.ts";

/** The path at the service. */
interface ServicePath {
  /**
   * A fixed path that the service gets instead of the client's. It lets a public route lead to a path
   * with another name, such as `GET /health` to the service's check of what it needs.
   * @default the path as the client sent it
   */
  servicePath?: string;
}

/** Slashes in path parameters. */
interface EncodedSlashes {
  /**
   * Whether path parameters may contain encoded slashes and backslashes (`%2F`, `%5C`); other calls get 400.
   * @default what the service's `proxy` says; otherwise only a `{name+}` may, on whose paths the service has
   *   no other route
   */
  encodedSlashes?: boolean;
}

/** What to do when the service fails. */
interface Resilience {
  /** Options in place of those of the service's `proxy`, one by one. @default the service's */
  resilience?: ResilienceOptions;
}

/** Options of a route to a private service. */
export interface LambdaProxyOptions<Authorizer extends string = never>
  extends RouteGuards<Authorizer>, TransferOptions, ServicePath, EncodedSlashes, Resilience {}

/** Target: a private service, through its VPC proxy function. */
export interface LambdaProxyIntegration<Service extends string = string>
  extends
    Readonly<TransferOptions>,
    Readonly<ServicePath>,
    Readonly<EncodedSlashes>,
    Readonly<Resilience> {
  readonly kind: "lambdaProxy";
  /** Name of the service. */
  readonly service: Service;
}

/**
 * A route to a private service: API Gateway → VPC proxy function → internal load balancer →
 * service. The service gets the path as the client sent it, or `servicePath`.
 *
 * A service with a streaming route gets a second function, which streams: a Lambda function either
 * buffers or streams. It has the `connectTimeoutMs` and `memoryMb` of the service's `proxy`, and the
 * timeout of the service's longest streaming route.
 *
 * @example
 * "GET /orders/{id}": lambdaProxy("orders", { throttle: { ratePerSecond: 50, burst: 100 } }),
 * "GET /orders/export": lambdaProxy("orders", { streaming: true, timeoutMs: 600_000 }),
 */
export function lambdaProxy<const Service extends string, const Authorizer extends string = never>(
  service: Service,
  options: LambdaProxyOptions<Authorizer> = {},
): RouteTo<LambdaProxyIntegration<Service>, Authorizer> {
  return routeTo({ kind: "lambdaProxy", service }, options);
}

export const lambdaProxyKind: IntegrationKind<LambdaProxyIntegration> = {
  rule: integrationOptions<LambdaProxyIntegration>({
    service: required(text()),
    servicePath: text(
      /^\/[!-~]*$/,
      "a path without spaces that begins with /, such as /ready",
      "Encode other characters, such as a space as %20.",
    ),
    encodedSlashes: flag,
    resilience: resilienceRule,
    ...transferRules,
  }),
  readsBodies: false,
  check: (integration, { key }) => checkTransfer(integration, key),
  bind: (integration, _, { region, proxies, streamingProxies = {} }) => {
    const { service, streaming } = integration;
    const functions = streaming ? streamingProxies : proxies;
    const what = streaming ? "service with a streaming proxy" : "service";
    return functionParts(region, named(what, service, functions), integration);
  },
};

/** Timeout of each service's longest streaming route, in milliseconds. */
export function streamingTimeouts(
  integrations: readonly { readonly kind: string }[],
): Record<string, number> {
  const longest = new Map<string, number>();
  for (const integration of integrations) {
    if (!isLambdaProxy(integration) || !integration.streaming) continue;
    const { service } = integration;
    longest.set(service, Math.max(longest.get(service) ?? 0, timeoutOf(integration)));
  }
  return Object.fromEntries(longest);
}

export const isLambdaProxy = (integration: {
  readonly kind: string;
}): integration is LambdaProxyIntegration => integration.kind === "lambdaProxy";
