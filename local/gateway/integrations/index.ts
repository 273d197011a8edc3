import { NotServedError, RestApiDefinitionError } from "../errors.ts";
import type { IntegrationDefinition } from "../openapi.ts";
import { GatewayError } from "../response/gatewayError.ts";
import { StreamedBody } from "../response/streamedBody.ts";
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
  const mode = definition.responseTransferMode === "STREAM" ? "STREAMED" : "BUFFERED";
  try {
    return reported(create(route, definition, dependencies), mode);
  } catch (error) {
    // What is not supported at all stays refused.
    if (!(error instanceof RestApiDefinitionError) || !dependsOnVariables(definition)) throw error;
    return reported(misconfigured(error), mode);
  }
};

/** Reports the times of an integration; those of a stream end with it. */
function reported(integrate: Integration, transferMode: "BUFFERED" | "STREAMED"): Integration {
  return async (exchange) => {
    const report = exchange.integrationReport;
    const startedAt = Date.now();
    report.transferMode = transferMode;
    try {
      const reply = await integrate(exchange);
      if (reply.body instanceof StreamedBody) {
        report.headersMs = Date.now() - startedAt;
        void reply.body.ended.then(() => (report.latencyMs = Date.now() - startedAt));
      }
      return reply;
    } finally {
      report.latencyMs = Date.now() - startedAt;
    }
  };
}

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
