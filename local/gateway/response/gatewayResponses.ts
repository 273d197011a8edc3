import { RestApiDefinitionError } from "../errors.ts";
import type { Exchange, Reply } from "../exchange/exchange.ts";
import {
  type GatewayError,
  type GatewayResponseType,
  isGatewayResponseType,
} from "./gatewayError.ts";
import { sendable } from "../request/headers.ts";
import type { ResponseDefinition } from "../openapi.ts";
import { notServed } from "../notServed.ts";
import { unservedReply } from "../unservedRoute.ts";
import { readResponse, staticValue } from "./definition.ts";
import { compileReference, compileTemplate, type Template } from "../exchange/template.ts";

/** Creates the client's response for a gateway error. */
export type GatewayResponses = (error: GatewayError, exchange: Exchange) => Reply;

interface CompiledResponse {
  readonly status: number | undefined;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly body: Template;
}

/** Headers that only the gateway sets; a duplicate would make a response unreadable. */
const framing: ReadonlySet<string> = new Set(["connection", "content-length", "transfer-encoding"]);

const defaultTemplate = '{"message":$context.error.messageString}';

/**
 * Compiles an API's `x-amazon-apigateway-gateway-responses`. A type that is not configured uses
 * `DEFAULT_4XX` or `DEFAULT_5XX`, by its status.
 *
 * @throws RestApiDefinitionError for a type, status or header mapping that AWS would not import
 */
export function compileGatewayResponses(
  definitions: Readonly<Record<string, ResponseDefinition>> = {},
): GatewayResponses {
  const configured = new Map<GatewayResponseType, CompiledResponse | { readonly fixed: Reply }>();
  for (const [type, definition] of Object.entries(definitions)) {
    if (!isGatewayResponseType(type)) {
      throw new RestApiDefinitionError(`gateway response "${type}"`, "is not a known type");
    }
    const unserved = definition[notServed];
    configured.set(
      type,
      unserved === undefined ? compile(type, definition) : { fixed: unservedReply(unserved) },
    );
  }
  return (error, exchange) => {
    if (error.response !== undefined) return error.response;
    if (error.type === "REQUEST_TOO_LARGE") {
      return tooLarge(error);
    }
    const fallback = error.status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
    const response = configured.get(error.type) ?? configured.get(fallback);
    if (response !== undefined && "fixed" in response) return response.fixed;
    return response === undefined ? defaultReply(error) : customReply(response, error, exchange);
  };
}

/**
 * Errors of the request's validation and of the integration, whose bodies have a space. (recorded on AWS:
 * the tests of pulumi-awsx's example "api" compare `{"message": "Missing required request parameters: [key]"}`
 * with a space, `{"message":"Forbidden"}` and `{"message":"Unauthorized"}` without)
 */
const spaced: ReadonlySet<GatewayResponseType> = new Set([
  "API_CONFIGURATION_ERROR",
  "BAD_REQUEST_BODY",
  "BAD_REQUEST_PARAMETERS",
  "INTEGRATION_FAILURE",
  "INTEGRATION_TIMEOUT",
  "UNSUPPORTED_MEDIA_TYPE",
]);

/** The response for a gateway error that the API does not customize. */
export function defaultReply(error: GatewayError): Reply {
  // AWS's bodies differ in a space and a capital letter, which clients may compare.
  const space = spaced.has(error.type) ? " " : "";
  const name = error.type === "ACCESS_DENIED" ? "Message" : "message";
  return {
    status: error.status,
    headers: ["x-amzn-ErrorType", error.errorType, "Content-Type", "application/json"],
    body: `{"${name}":${space}${JSON.stringify(error.clientMessage)}}`,
  };
}

/**
 * The only gateway response that cannot be customized. It is plain text. (recorded on AWS in
 * koki-develop/lgtm-generator#10)
 */
function tooLarge({ status, clientMessage }: GatewayError): Reply {
  return { status, headers: ["Content-Type", "text; charset=utf-8"], body: clientMessage ?? "" };
}

function customReply(response: CompiledResponse, error: GatewayError, exchange: Exchange): Reply {
  const headers = response.headers.flatMap(([name, value]) => [name, sendable(value(exchange))]);
  return {
    status: response.status ?? error.status,
    headers: ["x-amzn-ErrorType", error.errorType, ...headers],
    body: response.body(exchange),
  };
}

function compile(type: string, definition: ResponseDefinition): CompiledResponse {
  const subject = `gateway response "${type}"`;
  const { status, headers, contentType, template } = readResponse(
    subject,
    definition,
    "gatewayresponse.header.",
  );
  const compiled = headers
    .filter(([name]) => !framing.has(name.toLowerCase()))
    .map(([name, source]) => [name, compileSource(source)] as const);
  const setsType = headers.some(([name]) => name.toLowerCase() === "content-type");
  return {
    status,
    headers: setsType ? compiled : [["Content-Type", () => contentType], ...compiled],
    body: compileTemplate(template ?? defaultTemplate, plain),
  };
}

/** A header's source: a `'static'` value or a reference such as `context.requestId`. */
function compileSource(source: string): Template {
  const literal = staticValue(source);
  if (literal !== undefined) {
    return () => literal;
  }
  const read = compileReference(source);
  return (exchange) => plain(read(exchange));
}

function plain(value: string | number | undefined): string {
  return value === undefined ? "" : String(value);
}
