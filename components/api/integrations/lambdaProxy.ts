import type { RouteGuards } from "../guards/index.ts";
import type { IntegrationKind } from "./integration.ts";
import { named } from "./named.ts";
import { checkTransfer, timeoutOf, transferFields, type TransferOptions } from "./transfer.ts";

/** What a route to a private service may say. */
export interface LambdaProxyOptions<Authorizer extends string = never>
  extends RouteGuards<Authorizer>, TransferOptions {}

/** To a private service, through the VPC proxy function in front of it. */
export interface LambdaProxyIntegration<
  Service extends string = string,
> extends Readonly<TransferOptions> {
  readonly kind: "lambdaProxy";
  /** Name of the service. */
  readonly service: Service;
}

/**
 * A route to a private service: API Gateway → VPC proxy function → internal load balancer →
 * service. The path goes through as the client sent it.
 *
 * A service with a streaming route gets a second function, which streams: Lambda runs a function
 * either so or so. It takes the `connectTimeoutMs` and `memoryMb` of the service's `proxy`; its time
 * is that of the service's longest streaming route.
 *
 * @example
 * "GET /orders/{id}": lambdaProxy("orders", { throttle: { ratePerSecond: 50, burst: 100 } }),
 * "GET /orders/export": lambdaProxy("orders", { streaming: true, timeoutMs: 600_000 }),
 */
export function lambdaProxy<const Service extends string, const Authorizer extends string = never>(
  service: Service,
  options: LambdaProxyOptions<Authorizer> = {},
): RouteGuards<Authorizer> & { readonly integration: LambdaProxyIntegration<Service> } {
  const { streaming, timeoutMs, ...guards } = options;
  const transfer = {
    ...(streaming ? { streaming } : {}),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
  return { ...guards, integration: { kind: "lambdaProxy", service, ...transfer } };
}

export const lambdaProxyKind: IntegrationKind<LambdaProxyIntegration> = {
  check: (integration, { key }) => checkTransfer(integration, key),
  bind: (integration, { region, proxies, streamingProxies = {} }) => {
    const { service, streaming } = integration;
    const functions = streaming ? streamingProxies : proxies;
    const what = streaming ? "service with a streaming proxy" : "service";
    const uri = streaming ? streamingUri : invocationUri;
    return {
      values: { functionArn: named(what, service, functions).functionArn },
      compile: ({ functionArn }: { functionArn: string }) => ({
        integration: {
          type: "aws_proxy",
          // The method towards Lambda, whatever the client's.
          httpMethod: "POST",
          uri: uri(region, functionArn),
          passthroughBehavior: "when_no_match",
          ...transferFields(integration),
        },
        responses: { "200": { description: "What the backend answers" } },
      }),
    };
  },
};

/** How long the longest streaming route to each service may take, in milliseconds. */
export function streamingTimeouts(
  integrations: readonly { readonly kind: string }[],
): Record<string, number> {
  const longest: Record<string, number> = {};
  for (const integration of integrations) {
    if (!isLambdaProxy(integration) || !integration.streaming) continue;
    longest[integration.service] = Math.max(
      longest[integration.service] ?? 0,
      timeoutOf(integration),
    );
  }
  return longest;
}

const isLambdaProxy = (integration: {
  readonly kind: string;
}): integration is LambdaProxyIntegration => integration.kind === "lambdaProxy";

/**
 * Address under which API Gateway invokes a function.
 * Source: API Gateway Developer Guide, "Set up Lambda proxy integrations".
 */
export const invocationUri = (region: string, functionArn: string): string =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

/**
 * Address under which API Gateway invokes a function that streams.
 * Source: API Gateway Developer Guide, "Set up a Lambda proxy integration with payload response streaming".
 */
const streamingUri = (region: string, functionArn: string): string =>
  `arn:aws:apigateway:${region}:lambda:path/2021-11-15/functions/${functionArn}/response-streaming-invocations`;
