import type { Reply } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import type {
  CallBackend,
  BackendRequest,
  Integration,
  IntegrationDependencies,
} from "../integrations/integration.ts";
import type { IntegrationDefinition } from "../openapi.ts";
import type { Overrides } from "../velocity/index.ts";
import { binaryBody, convertBody } from "./contentHandling.ts";
import { compileIntegrationResponses } from "./integrationResponses.ts";
import {
  compileRequestParameters,
  isUnmappable,
  type MappedParameters,
  unmappableHeader,
} from "./requestParameters.ts";
import { compileRequestTemplates } from "./requestTemplates.ts";
import { renderRequest } from "./templateText.ts";

/**
 * Creates a non-proxy integration: request mapping, backend, response mapping. Mocks, HTTP endpoints and
 * AWS services differ only in the backend.
 *
 * @throws RestApiDefinitionError when AWS would not import its mappings
 */
export function createNonProxy(
  route: string,
  definition: IntegrationDefinition,
  { isBinary }: IntegrationDependencies,
  backend: "aws" | "http",
  callBackend: CallBackend,
): Integration {
  const mapParameters = compileRequestParameters(route, definition.requestParameters, backend);
  const chooseTemplate = compileRequestTemplates(route, definition);
  const createReply = compileIntegrationResponses(route, definition.responses ?? {}, isBinary);

  const call: CallBackend = async (request, exchange) => {
    exchange.steps.enter("integration");
    const response = await callBackend(request, exchange);
    exchange.steps.enter("mapping");
    return response;
  };

  return async (exchange): Promise<Reply> => {
    exchange.steps.enter("mapping");
    const contentType = exchange.request.headers.last("content-type");
    const parameters = mapParameters(exchange);
    const template = chooseTemplate(contentType);
    const given = convertBody(
      exchange.body ?? Buffer.alloc(0),
      isBinary(contentType),
      definition.contentHandling,
    );
    if (template === undefined) {
      const response = await call({ ...parameters, body: given }, exchange);
      return createReply(response, exchange, undefined);
    }
    // Templates can only read texts.
    if (typeof given !== "string") {
      const cause = `A template cannot read the request's body: ${binaryBody}`;
      throw new GatewayError("API_CONFIGURATION_ERROR", { cause });
    }
    const { text, overrides } = renderRequest(template, exchange, given);
    if (Object.keys(overrides.request.header).some((name) => isUnmappable(name, backend))) {
      throw new GatewayError("API_CONFIGURATION_ERROR", { cause: unmappableHeader });
    }
    const response = await call({ ...overridden(parameters, overrides), body: text }, exchange);
    return createReply(response, exchange, overrides);
  };
}

/** Adds the trace to the responses of an integration. */
export const traced =
  (integrate: Integration): Integration =>
  async (exchange) => {
    const reply = await integrate(exchange);
    return { ...reply, headers: [...reply.headers, "X-Amzn-Trace-Id", exchange.trace] };
  };

/** Applies overrides after the mapping. (API Gateway Developer Guide, "Override your API's request and response parameters and status codes for REST APIs in API Gateway") */
function overridden(
  parameters: MappedParameters,
  { request }: Overrides,
): Omit<BackendRequest, "body"> {
  const path = Object.entries(request.path).map(([name, value]) => [name, [value].flat().at(-1)!]);
  return {
    header: { ...without(parameters.header, request.header), ...request.header },
    querystring: { ...parameters.querystring, ...request.querystring },
    path: { ...parameters.path, ...(Object.fromEntries(path) as Record<string, string>) },
  };
}

/** Leaves out the headers that are overridden, in any case. */
function without(
  mapped: MappedParameters["header"],
  overrides: Overrides["request"]["header"],
): MappedParameters["header"] {
  const names = new Set(Object.keys(overrides).map((name) => name.toLowerCase()));
  if (names.size === 0) return mapped;
  return Object.fromEntries(
    Object.entries(mapped).filter(([name]) => !names.has(name.toLowerCase())),
  );
}
