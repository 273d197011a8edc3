import { NotServedError, RestApiDefinitionError } from "../../errors.ts";
import type { Exchange } from "../../exchange/exchange.ts";
import { GatewayError } from "../../response/gatewayError.ts";
import { createNonProxy, traced } from "../../mapping/nonProxy.ts";
import { integrationTimeoutMs } from "../../quotas.ts";
import { RoleError, type ServiceRequest, type ServiceResponse } from "./service.ts";
import { resolveStageVariables } from "../../exchange/template.ts";
import type { BackendRequest, CreateIntegration, IntegrationDependencies } from "../integration.ts";
import { droppedForServices } from "../mappedHeaders.ts";
import { createLambda } from "./lambda.ts";
import { actionProtocols, parseServiceUri, type ServiceUri } from "./serviceUri.ts";

/**
 * Integration `aws`: a call of an AWS service with the integration's role, without a function. (API Gateway Developer Guide, "Integrations for REST APIs in API Gateway")
 */
export const createAws: CreateIntegration = (route, definition, dependencies) => {
  const resolve = (text = "") => resolveStageVariables(text, dependencies.stageVariables);
  const uri = parseServiceUri(route, resolve(definition.uri));
  if (uri.service === "lambda") return traced(createLambda(route, definition, dependencies));
  const roleArn = resolve(definition.credentials);
  if (!/^arn:[\w-]+:iam::\d{12}:role\//.test(roleArn)) {
    throw roleArn.startsWith("arn:")
      ? new NotServedError(route, "credentials", roleArn, ["a role's ARN"])
      : new RestApiDefinitionError(route, "a service integration needs credentials (a role's ARN)");
  }
  const method = definition.httpMethod ?? "POST";
  const timeoutMs = definition.timeoutInMillis ?? integrationTimeoutMs;
  const integrate = createNonProxy(
    route,
    definition,
    dependencies,
    "aws",
    async (request, exchange) => {
      const call = serviceRequest(uri, method, roleArn, request);
      exchange.steps.note({
        service: uri.service,
        ...(uri.action !== undefined && { action: uri.action }),
      });
      const { status, headers, body } = await callFor(
        { ...call, trace: exchange.trace },
        timeoutMs,
        exchange,
        dependencies,
      );
      return { selector: String(status), headers, body };
    },
  );
  return traced(integrate);
};

function serviceRequest(
  uri: ServiceUri,
  method: string,
  roleArn: string,
  request: BackendRequest,
): ServiceRequest {
  const { headers, query } = actionParts(uri);
  const mapped = Object.entries(request.header)
    .map(([name, value]) => [name.toLowerCase(), [value].flat().join(",")] as const)
    .filter(([name]) => !droppedForServices.has(name));
  return {
    service: uri.service,
    region: uri.region,
    method,
    path: fillPath(uri.path, request.path),
    query: { ...query, ...request.querystring },
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      ...headers,
      ...Object.fromEntries(mapped),
    },
    // These methods send no body, even if their template renders one.
    body: method === "GET" || method === "HEAD" || method === "DELETE" ? "" : request.body,
    roleArn,
  };
}

/** Returns the headers and parameters that API Gateway adds for an action. */
function actionParts({ service, action }: ServiceUri): {
  headers: Record<string, string>;
  query: Record<string, string>;
} {
  const protocol = action === undefined ? undefined : actionProtocols.get(service);
  if (action === undefined || protocol === undefined) return { headers: {}, query: {} };
  if (protocol.kind === "query") {
    return { headers: {}, query: { Action: action, Version: protocol.version } };
  }
  const headers = {
    "content-type": `application/x-amz-json-${protocol.version}`,
    "x-amz-target": `${protocol.target}.${action}`,
  };
  return { headers, query: {} };
}

/**
 * Replaces `{name}` in a path. Values come percent-encoded from the client's path, and slashes of a
 * greedy parameter stay slashes. Dot segments are encoded, so a value cannot leave its place.
 */
function fillPath(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    (values[name] ?? "")
      .split("/")
      .map((segment) =>
        segment === "." || segment === ".." ? segment.replaceAll(".", "%2E") : encodeLoose(segment),
      )
      .join("/"),
  );
}

/** Encodes invalid characters of a path, but not percent signs that already begin an escape. */
const encodeLoose = (segment: string): string =>
  encodeURI(segment)
    .replaceAll(/%25([0-9A-Fa-f]{2})/g, "%$1")
    .replaceAll(/[?#]/g, encodeURIComponent);

async function callFor(
  call: ServiceRequest,
  timeoutMs: number,
  { integrationReport }: Exchange,
  { callService }: IntegrationDependencies,
): Promise<ServiceResponse> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await callService(call, signal);
    integrationReport.status = response.status;
    integrationReport.serviceStatus = response.status;
    integrationReport.requestId = requestIdOf(response);
    return response;
  } catch (cause) {
    integrationReport.error = cause instanceof Error ? cause.message : String(cause);
    if (signal.aborted) throw new GatewayError("INTEGRATION_TIMEOUT", { cause });
    if (cause instanceof RoleError) throw new GatewayError("API_CONFIGURATION_ERROR", { cause });
    throw new GatewayError("INTEGRATION_FAILURE", { cause });
  }
}

/** S3 uses a different header. */
const requestIdOf = ({ headers }: ServiceResponse): string | undefined =>
  (headers.get("x-amzn-requestid") ?? headers.get("x-amz-request-id"))?.[0];
