import type { RouteGuards } from "../guards.ts";

/** To a private service, through the VPC proxy function in front of it. */
export interface LambdaProxyIntegration<Service extends string = string> {
  readonly kind: "lambdaProxy";
  /** Name of the service. */
  readonly service: Service;
}

/**
 * A route to a private service: API Gateway → VPC proxy function → internal load balancer →
 * service. The path goes through as the client sent it.
 *
 * @example
 * "GET /orders/{id}": lambdaProxy("orders", { throttle: { ratePerSecond: 50, burst: 100 } })
 */
export function lambdaProxy<const Service extends string>(
  service: Service,
  guards: RouteGuards = {},
): RouteGuards & { readonly integration: LambdaProxyIntegration<Service> } {
  return { ...guards, integration: { kind: "lambdaProxy", service } };
}

/** The integration's part of the OpenAPI document. */
export function lambdaProxyObject(invocationUri: string) {
  return {
    type: "aws_proxy",
    // The method towards Lambda, whatever the client's.
    httpMethod: "POST",
    uri: invocationUri,
    passthroughBehavior: "when_no_match",
    timeoutInMillis: 29_000,
  };
}

/**
 * Address under which API Gateway invokes a function.
 * Source: API Gateway Developer Guide, "Set up Lambda proxy integrations".
 */
export function invocationUri(region: string, functionArn: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}
