import {
  FunctionFailedError,
  type InvokeResult,
  LambdaServiceError,
} from "../../../lambda/contract.ts";
import { RestApiDefinitionError } from "../../errors.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import { setsUnmappable } from "../../mapping/requestParameters.ts";
import type { BinaryMatcher } from "../../request/mediaTypes.ts";
import type { IntegrationDefinition } from "../../openapi.ts";
import { integrationTimeoutMs } from "../../quotas.ts";
import { invocationAttributes, nameOf } from "../../exchange/invocation.ts";
import { withTimeout } from "../../exchange/timeout.ts";
import type { CreateIntegration, Integration, IntegrationDependencies } from "../integration.ts";
import { checkEventSize } from "../eventSize.ts";
import { createEvent } from "./event.ts";
import { functionArnOf } from "./functionUri.ts";
import { MalformedOutputError, parseOutput, type FunctionOutput } from "./output.ts";
import { readPrelude } from "./prelude.ts";
import { withRole } from "./role.ts";
import { createReply, createStreamedReply } from "./response.ts";

/**
 * Integration `aws_proxy`: the request goes to a Lambda function as an event, the function's output
 * is the response.
 */
export const createLambdaProxy: CreateIntegration = (route, definition, given) => {
  const dependencies = withRole(route, definition, given);
  const mode = transferMode(route, definition);
  const functionArn = functionArnOf(route, definition.uri, dependencies.stageVariables, mode);
  if (definition.httpMethod !== "POST" || setsUnmappable(definition.requestParameters, "aws")) {
    // AWS deploys this, but every call fails: Lambda's Invoke is a POST, and some headers cannot be
    // mapped, even though mappings do not change the event.
    const cause =
      "The integration's httpMethod must be POST, and its mappings must leave some headers alone";
    return () => Promise.reject(new GatewayError("API_CONFIGURATION_ERROR", { cause }));
  }
  if (mode === "STREAM") {
    return streamFrom(functionArn, definition.timeoutInMillis, dependencies);
  }
  return proxyTo(functionArn, definition.timeoutInMillis, dependencies);
};

function proxyTo(
  functionArn: string,
  timeoutMs = integrationTimeoutMs,
  { invoke, isBinary }: IntegrationDependencies,
): Integration {
  return async (exchange) => {
    const payload = createPayload(exchange, isBinary);
    exchange.steps.enter("function", { function: nameOf(functionArn) });
    const invocation = withTimeout(invoke(functionArn, payload), timeoutMs, timedOut);
    const result = await invocation.catch((error: unknown) => serviceFailed(exchange, error));
    exchange.steps.note(invocationAttributes(functionArn, result));
    exchange.steps.enter("mapping");
    exchange.integrationReport.serviceStatus = 200;
    exchange.integrationReport.requestId = result.requestId;
    const output = readOutput(exchange, result);
    exchange.integrationReport.status = output.status;
    return createReply(output, exchange, isBinary);
  };
}

/** Sends a response while the function is still writing it. */
function streamFrom(
  functionArn: string,
  timeoutMs = integrationTimeoutMs,
  { invokeStreaming, isBinary }: IntegrationDependencies,
): Integration {
  return async (exchange) => {
    const startedAt = Date.now();
    const payload = createPayload(exchange, isBinary);
    exchange.steps.enter("function", { function: nameOf(functionArn), streams: true });
    const opening = invokeStreaming(functionArn, payload);
    const reading = withTimeout(opening.then(readPrelude), timeoutMs, timedOut);
    const prelude = await reading.catch((error: unknown) => {
      opening.then(
        (stream) => stream.destroy(),
        () => undefined,
      );
      return streamFailed(exchange, error);
    });
    const stream = await opening;
    exchange.integrationReport.serviceStatus = 200;
    exchange.integrationReport.status = prelude.status;
    exchange.integrationReport.requestId = stream.requestId;
    const remainingMs = timeoutMs - (Date.now() - startedAt);
    return createStreamedReply(prelude, stream, exchange, remainingMs);
  };
}

/** @throws GatewayError 413 when the event exceeds Lambda's limit */
function createPayload(exchange: Exchange, isBinary: BinaryMatcher): string {
  const payload = JSON.stringify(createEvent(exchange, isBinary));
  checkEventSize(payload, exchange);
  return payload;
}

/**
 * Handles a failure before the response's headers are complete. AWS documents 500 for malformed headers,
 * and 502 for a failed function only without streaming.
 */
function streamFailed(exchange: Exchange, error: unknown): never {
  const report = exchange.integrationReport;
  if (error instanceof FunctionFailedError) {
    report.serviceStatus = 200;
    report.error = error.message;
    throw new GatewayError("INTEGRATION_FAILURE", { status: 502, cause: error });
  }
  if (error instanceof MalformedOutputError) {
    report.serviceStatus = 200;
    report.error = `Malformed Lambda proxy response: ${error.message}`;
    throw new GatewayError("INTEGRATION_FAILURE", { status: 500, cause: error });
  }
  return serviceFailed(exchange, error);
}

/** @throws RestApiDefinitionError for an unknown mode */
function transferMode(
  route: string,
  { responseTransferMode = "BUFFERED" }: IntegrationDefinition,
): "BUFFERED" | "STREAM" {
  if (responseTransferMode === "BUFFERED" || responseTransferMode === "STREAM") {
    return responseTransferMode;
  }
  throw new RestApiDefinitionError(
    route,
    `"${responseTransferMode}" is not a valid response transfer mode; use BUFFERED or STREAM`,
  );
}

const timedOut = () => new GatewayError("INTEGRATION_TIMEOUT");

/** Handles Lambda's refusal to run the function. (Lambda Developer Guide, "Handling Lambda errors with an API Gateway API") */
export function serviceFailed(exchange: Exchange, error: unknown): never {
  if (error instanceof LambdaServiceError) {
    exchange.integrationReport.serviceStatus = error.status;
    exchange.integrationReport.error = `${error.code}: ${error.message}`;
    throw new GatewayError("INTEGRATION_FAILURE", { cause: error });
  }
  throw error;
}

function readOutput(exchange: Exchange, result: InvokeResult): FunctionOutput {
  if (result.functionError !== undefined) {
    exchange.integrationReport.error = "The function failed";
    throw new GatewayError("INTEGRATION_FAILURE", {
      status: 502,
      cause: new FunctionFailedError(result.payload),
    });
  }
  try {
    return parseOutput(result.payload);
  } catch (cause) {
    if (cause instanceof MalformedOutputError) {
      exchange.integrationReport.error = `Malformed Lambda proxy response: ${cause.message}`;
      throw new GatewayError("INTEGRATION_FAILURE", { status: 502, cause });
    }
    throw cause;
  }
}
