import type { InvokeFunction, InvokeStreaming } from "../../lambda/contract.ts";
import { NotServedError } from "../errors.ts";
import type { Exchange, Reply } from "../exchange/exchange.ts";
import type { BinaryMatcher } from "../request/mediaTypes.ts";
import type { IntegrationDefinition } from "../openapi.ts";
import type { CallService } from "./aws/service.ts";
import { createAws } from "./aws/index.ts";
import type { ClientCertificate, LocateTarget } from "./http/backend.ts";
import { createHttp } from "./http/http.ts";
import { createHttpProxy } from "./http/httpProxy.ts";
import { createLambdaProxy } from "./lambdaProxy/index.ts";
import { createMock } from "./mock.ts";

/**
 * Answers a request that has passed every check before it.
 *
 * @throws GatewayError
 */
export type Integration = (exchange: Exchange) => Promise<Reply>;

/** What integrations are made with. */
export interface IntegrationDependencies {
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly isBinary: BinaryMatcher;
  readonly invoke: InvokeFunction;
  readonly invokeStreaming: InvokeStreaming;
  /** Undefined where there are no VPC links. */
  readonly locateTarget: LocateTarget | undefined;
  readonly clientCertificate: ClientCertificate | undefined;
  readonly callService: CallService;
}

/**
 * Prepares a route's integration.
 *
 * @param route - method and path, for errors
 * @throws NotServedError | RestApiDefinitionError when it cannot be served
 */
export type CreateIntegration = (
  route: string,
  definition: IntegrationDefinition,
  dependencies: IntegrationDependencies,
) => Integration;

/** By `type` of `x-amazon-apigateway-integration`: a new kind of integration is a line here. */
const kinds: ReadonlyMap<string, CreateIntegration> = new Map([
  ["aws", createAws],
  ["aws_proxy", createLambdaProxy],
  ["http", createHttp],
  ["http_proxy", createHttpProxy],
  ["mock", createMock],
]);

/** @throws NotServedError for a kind that is not registered */
export const createIntegration: CreateIntegration = (route, definition, dependencies) => {
  const kind = definition.type?.toLowerCase() ?? "none";
  const create = kinds.get(kind);
  if (create === undefined) {
    throw new NotServedError(route, "integration", kind, [...kinds.keys()]);
  }
  return create(route, definition, dependencies);
};
