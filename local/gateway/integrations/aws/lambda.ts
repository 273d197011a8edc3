import type { InvokeResult } from "../../../lambda/contract.ts";
import { NotServedError } from "../../errors.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import { createNonProxy } from "../../mapping/nonProxy.ts";
import { integrationTimeoutMs } from "../../quotas.ts";
import { withTimeout } from "../../exchange/timeout.ts";
import type { CreateIntegration } from "../integration.ts";
import { functionArnOf } from "../lambdaProxy/functionUri.ts";
import { serviceFailed } from "../lambdaProxy/index.ts";

/**
 * Integration `aws` of a function: the request template renders its event, its return value is the
 * response, and the message of a thrown error selects the integration response. (API Gateway Developer
 * Guide, "Handle Lambda errors in API Gateway")
 */
export const createLambda: CreateIntegration = (route, definition, dependencies) => {
  const { stageVariables, invoke } = dependencies;
  const functionArn = functionArnOf(route, definition.uri, stageVariables);
  if (definition.credentials) {
    throw new NotServedError(route, "credentials", definition.credentials, ["a permission"]);
  }
  if (definition.httpMethod !== "POST") {
    return () => Promise.reject(new GatewayError("API_CONFIGURATION_ERROR"));
  }
  const { timeoutInMillis: timeoutMs = integrationTimeoutMs } = definition;
  return createNonProxy(route, definition, dependencies, "aws", async ({ body }, exchange) => {
    const payload = body.length === 0 ? "{}" : body.toString();
    const invocation = isJson(payload)
      ? invoke(functionArn, payload)
      : // Lambda only accepts JSON. (400 InvalidRequestContentException)
        Promise.reject(new GatewayError("INTEGRATION_FAILURE"));
    const timedOut = () => new GatewayError("INTEGRATION_TIMEOUT");
    const result = await withTimeout(invocation, timeoutMs, timedOut).catch((error: unknown) =>
      serviceFailed(exchange, error),
    );
    exchange.integrationReport.serviceStatus = 200;
    exchange.integrationReport.status = 200;
    return {
      selector: errorMessage(result),
      headers: new Map(),
      body: Buffer.from(result.payload),
    };
  });
};

/** The message of a function's error; empty without one, which only `.*` and the default match. */
function errorMessage({ payload, functionError }: InvokeResult): string {
  if (functionError === undefined) return "";
  const { errorMessage } = JSON.parse(payload) as { errorMessage?: unknown };
  return typeof errorMessage === "string" ? errorMessage : "";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
