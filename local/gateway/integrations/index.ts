import { NotServedError, RestApiDefinitionError } from "../errors.ts";
import type { IntegrationDefinition } from "../openapi.ts";
import { GatewayError } from "../response/gatewayError.ts";
import { createAws } from "./aws/index.ts";
import { createHttp } from "./http/http.ts";
import { createHttpProxy } from "./http/httpProxy.ts";
import type { CreateIntegration, Integration } from "./integration.ts";
import { createLambdaProxy } from "./lambdaProxy/index.ts";
import { createMock } from "./mock.ts";

/** By `type` of `x-amazon-apigateway-integration`: a new kind of integration is a line here. */
const kinds: ReadonlyMap<string, CreateIntegration> = new Map([
  ["aws", createAws],
  ["aws_proxy", createLambdaProxy],
  ["http", createHttp],
  ["http_proxy", createHttpProxy],
  ["mock", createMock],
]);

/** @throws NotServedError for an unsupported type */
export const createIntegration: CreateIntegration = (route, definition, dependencies) => {
  const kind = definition.type?.toLowerCase() ?? "none";
  const create = kinds.get(kind);
  if (create === undefined) {
    throw new NotServedError(route, "integration", kind, [...kinds.keys()]);
  }
  try {
    return create(route, definition, dependencies);
  } catch (error) {
    // What is not supported at all stays refused.
    if (!(error instanceof RestApiDefinitionError) || !dependsOnVariables(definition)) throw error;
    return misconfigured(error);
  }
};

/** True if a value of the stage could make an integration invalid. */
const dependsOnVariables = (definition: IntegrationDefinition): boolean =>
  [
    definition.uri,
    definition.credentials,
    definition.connectionId,
    definition.integrationTarget,
  ].some((text) => text?.includes("${stageVariables."));

/**
 * AWS deploys an integration whose stage variables have no value, or one that does not fit, and each
 * call fails.
 */
const misconfigured =
  (cause: unknown): Integration =>
  ({ integrationReport }) => {
    integrationReport.error = cause instanceof Error ? cause.message : String(cause);
    return Promise.reject(new GatewayError("API_CONFIGURATION_ERROR", { cause }));
  };
