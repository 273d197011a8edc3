import * as pulumi from "@pulumi/pulumi";
import { required, text } from "../../shared/options.ts";
import type { OperationParts } from "../document/types.ts";
import { invocationUri, streamingUri } from "../document/uris.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import type { BindingScope, IntegrationKind, ProxyFunction } from "./integration.ts";
import { integrationOptions, named } from "./named.ts";
import { checkTransfer, transferFields, type TransferOptions, transferRules } from "./transfer.ts";

/** Options of a route to a function of the platform. */
export interface LambdaOptions<Authorizer extends string = never>
  extends RouteGuards<Authorizer>, TransferOptions {}

/** Target: a function of the platform's `functions`. */
export interface LambdaIntegration<Name extends string = string> extends Readonly<TransferOptions> {
  readonly kind: "lambda";
  /** Name of the function. */
  readonly function: Name;
}

/**
 * A route to a function of your own, one of the platform's `functions`. It gets API Gateway's event as it
 * is, with the caller's token and claims, and returns API Gateway's response format. A route with `streaming` needs a
 * function with `streaming`.
 *
 * @example
 * "POST /thumbnails": lambda("thumbnail", { throttle: { ratePerSecond: 5, burst: 10 } }),
 */
export function lambda<const Name extends string, const Authorizer extends string = never>(
  name: Name,
  options: LambdaOptions<Authorizer> = {},
): RouteTo<LambdaIntegration<Name>, Authorizer> {
  return routeTo({ kind: "lambda", function: name }, options);
}

export const lambdaKind: IntegrationKind<LambdaIntegration> = {
  rule: integrationOptions<LambdaIntegration>({ function: required(text()), ...transferRules }),
  readsBodies: false,
  check: (integration, { key }) => checkTransfer(integration, key),
  bind: (integration, _, { region, functions = {} }) =>
    functionParts(region, named("function", integration.function, functions), integration),
};

/** The operation of a route whose function gets API Gateway's event. */
export const functionParts = (
  region: BindingScope["region"],
  { functionArn }: ProxyFunction,
  options: TransferOptions,
): pulumi.Output<OperationParts> =>
  pulumi.output(functionArn).apply((arn): OperationParts => ({
    integration: {
      type: "aws_proxy",
      // Lambda is always invoked by POST.
      httpMethod: "POST",
      uri: (options.streaming ? streamingUri : invocationUri)(region, arn),
      passthroughBehavior: "when_no_match",
      ...transferFields(options),
    },
    responses: { "200": { description: "The backend's response" } },
  }));
