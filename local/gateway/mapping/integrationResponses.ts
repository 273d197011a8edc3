import { clientHeaderNames } from "../response/clientHeaderNames.ts";
import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange, Reply } from "../exchange/exchange.ts";
import { GatewayError } from "../response/gatewayError.ts";
import { sendable } from "../request/headers.ts";
import { compileJavaPattern } from "./javaPattern.ts";
import { type BinaryMatcher, firstAccepted, mediaType } from "../request/mediaTypes.ts";
import type { ResponseDefinition } from "../openapi.ts";
import { readResponse } from "../response/definition.ts";
import type { Overrides, VelocityTemplate } from "../velocity/index.ts";
import { binaryBody, convertResponse } from "./contentHandling.ts";
import type { BackendResponse } from "../integrations/integration.ts";
import { compileResponseSource, type ResponseSource } from "./responseSource.ts";
import { compileTemplateText, render } from "./templateText.ts";

/** Maps a backend's response to the client's. */
type CreateReply = (
  response: BackendResponse,
  exchange: Exchange,
  /** The overrides set by the request template. */
  overrides: Overrides | undefined,
) => Reply;

interface ResponseMapping {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, read: ResponseSource])[];
  /** By content type. */
  readonly templates: ReadonlyMap<string, VelocityTemplate>;
  readonly contentHandling: string | undefined;
}

const headerPrefix = "method.response.header.";

/** Recorded by LocalStack from AWS (test_apigateway_header_remapping_http, _aws); ids are the gateway's own. */
const clientHeaderName = clientHeaderNames(
  ["Transfer-Encoding", "X-Amz-Apigw-Id"],
  [
    "Authorization",
    "Connection",
    "Content-Length",
    "Content-MD5",
    "Date",
    "Expect",
    "Host",
    "Max-Forwards",
    "Proxy-Authenticate",
    "Server",
    "Trailer",
    "Upgrade",
    "User-Agent",
    "WWW-Authenticate",
    "x-amzn-RequestId",
  ],
);

/**
 * Compiles an integration's responses. The first one whose pattern matches is used, else the default;
 * without either the call fails. (API Gateway Developer Guide, "Set up integration response mappings")
 *
 * Patterns must match the whole value. (AWS does not document this.)
 *
 * @throws RestApiDefinitionError for a response that AWS would not import
 */
export function compileIntegrationResponses(
  route: string,
  definitions: Readonly<Record<string, ResponseDefinition>>,
  isBinary: BinaryMatcher,
): CreateReply {
  const { default: fallback, ...selected } = definitions;
  const mappings = Object.entries(selected).map(([pattern, definition]) => ({
    isFor: compileJavaPattern(route, "response pattern", pattern, "lines"),
    mapping: compileMapping(route, definition),
  }));
  const defaultMapping = fallback && compileMapping(route, fallback);
  return (response, exchange, overrides) => {
    const chosen = mappings.find(({ isFor }) => isFor(response.selector));
    const mapping = chosen?.mapping ?? defaultMapping;
    if (mapping === undefined) {
      const cause =
        "No integration response has a pattern for the backend's response, or is the default";
      throw new GatewayError("API_CONFIGURATION_ERROR", { cause });
    }
    return map(mapping, response, exchange, overrides, isBinary);
  };
}

function compileMapping(route: string, definition: ResponseDefinition): ResponseMapping {
  const { status, headers } = readResponse(route, definition, headerPrefix);
  if (status === undefined) {
    throw new RestApiDefinitionError(route, "an integration response needs a statusCode");
  }
  const templates = Object.entries(definition.responseTemplates ?? {})
    // An empty template passes the response through, as if it were missing.
    .filter(([, text]) => text !== "")
    .map(([type, text]) => [mediaType(type), compileTemplateText(route, text)] as const);
  return {
    status,
    headers: headers.map(([name, source]) => [name, compileResponseSource(route, source)]),
    templates: new Map(templates),
    contentHandling: definition.contentHandling,
  };
}

function map(
  mapping: ResponseMapping,
  response: BackendResponse,
  exchange: Exchange,
  given: Overrides | undefined,
  isBinary: BinaryMatcher,
): Reply {
  const accept = exchange.request.headers.values("accept")[0];
  const responseType = response.headers.get("content-type")?.at(-1);
  const converted = convertResponse(
    response.body,
    isBinary(responseType),
    accept !== undefined && isBinary(firstAccepted(accept)),
    mapping.contentHandling,
  );
  const [type, template] = chooseTemplate(mapping.templates, accept);
  if (template === undefined) {
    // The backend's own type is not passed on.
    return finish(mapping, response, exchange, converted, "application/json", given);
  }
  if (typeof converted !== "string") {
    const cause = `A template cannot read the backend's response: ${binaryBody}`;
    throw new GatewayError("API_CONFIGURATION_ERROR", { cause });
  }
  const { text, overrides } = render(template, exchange, converted, given);
  return finish(mapping, response, exchange, text, type, overrides);
}

/** Chooses the template for the accepted type, else for JSON, else the first. */
function chooseTemplate(
  templates: ReadonlyMap<string, VelocityTemplate>,
  accept: string | undefined,
): readonly [type: string, template: VelocityTemplate | undefined] {
  for (const type of [mediaType(firstAccepted(accept) ?? ""), "application/json"]) {
    const template = templates.get(type);
    if (template !== undefined) return [type, template];
  }
  return templates.entries().next().value ?? ["application/json", undefined];
}

function finish(
  { status, headers }: ResponseMapping,
  response: BackendResponse,
  exchange: Exchange,
  body: string | Buffer,
  contentType: string,
  overrides: Overrides | undefined,
): Reply {
  const lines = new Map<string, [name: string, values: readonly string[]]>();
  const set = (given: string, value: string | readonly string[]): void => {
    const name = clientHeaderName(given);
    if (name !== undefined) lines.set(name.toLowerCase(), [name, [value].flat().map(sendable)]);
  };
  set("Content-Type", contentType);
  for (const [name, read] of headers) {
    const value = read(response, exchange);
    if (value !== undefined) set(name, value);
  }
  for (const [name, value] of Object.entries(overrides?.response.header ?? {})) set(name, value);
  return {
    status: overrides?.response.status ?? status,
    headers: [...lines.values()].flatMap(([name, values]) =>
      values.flatMap((value) => [name, value]),
    ),
    body,
  };
}
