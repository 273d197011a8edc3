import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { RestApiDefinitionError } from "../../errors.ts";
import type { Exchange, Reply } from "../../exchange/exchange.ts";
import { convertResponse, convertBody } from "../../mapping/contentHandling.ts";
import { compileRequestParameters } from "../../mapping/requestParameters.ts";
import { type BinaryMatcher, firstAccepted } from "../../request/mediaTypes.ts";
import { StreamedBody, streamIdleMs } from "../../response/streamedBody.ts";
import type { CreateIntegration } from "../integration.ts";
import { createBackend } from "./backend.ts";
import { proxiedHeaders } from "./requestHeaders.ts";
import { proxiedResponseHeaders } from "./responseHeaders.ts";
import { type BackendCall, type HttpResponse, open, send } from "./send.ts";
import { fillTarget } from "./uri.ts";

/**
 * Integration `http_proxy`: passes the request to an HTTP endpoint, on the internet or behind a VPC
 * link, and returns its response, except for headers that API Gateway drops, renames or maps. (API
 * Gateway Developer Guide, "HTTP integrations for REST APIs in API Gateway")
 */
export const createHttpProxy: CreateIntegration = (route, definition, dependencies) => {
  const { isBinary } = dependencies;
  const backend = createBackend(route, definition, dependencies);
  const mapParameters = compileRequestParameters(route, definition.requestParameters, "http");
  const { contentHandling, responseTransferMode: mode = "BUFFERED" } = definition;
  if (mode !== "BUFFERED" && mode !== "STREAM") {
    throw new RestApiDefinitionError(
      route,
      `"${mode}" is not a valid response transfer mode; use BUFFERED or STREAM`,
    );
  }

  const createCall = (exchange: Exchange): BackendCall => {
    const { request, body, pathParameters } = exchange;
    const { path, querystring, header } = mapParameters(exchange);
    const valueOf = (name: string) => path[name] ?? pathParameters?.[name];
    return {
      method: backend.methodFor(request.method),
      target: fillTarget(backend.uri, valueOf, request.target.query?.pairs, querystring),
      headers: proxiedHeaders(exchange, backend.uri, header),
      body:
        body &&
        convertRequestBody(body, isBinary(request.headers.last("content-type")), contentHandling),
    };
  };

  if (mode === "STREAM") {
    return async (exchange) => {
      const startedAt = Date.now();
      const response = await open(backend, createCall(exchange), exchange);
      return streamedReply(response, exchange, backend.timeoutMs - (Date.now() - startedAt));
    };
  }
  return async (exchange) => {
    const response = await send(backend, createCall(exchange), exchange);
    return reply(response, exchange, isBinary);
  };
};

/** Replaces invalid UTF-8 in texts, as AWS does. */
function convertRequestBody(
  body: Buffer,
  binary: boolean,
  handling: string | undefined,
): string | Buffer {
  const isUnchanged = handling === undefined && (binary || isUtf8(body));
  return isUnchanged ? body : convertBody(body, binary, handling);
}

function reply(response: HttpResponse, exchange: Exchange, isBinary: BinaryMatcher): Reply {
  return {
    status: response.status,
    headers: proxiedResponseHeaders(response.rawHeaders),
    body: convertResponseBody(response, exchange, isBinary),
  };
}

function convertResponseBody(
  { rawHeaders, body }: HttpResponse,
  exchange: Exchange,
  isBinary: BinaryMatcher,
): string | Buffer {
  if (body.length === 0) return body;
  const binary = isBinary(contentType(rawHeaders));
  const accepted = isBinary(firstAccepted(exchange.request.headers.values("accept")[0]));
  const isUnchanged = binary ? accepted : !accepted && isUtf8(body);
  return isUnchanged ? body : convertResponse(body, binary, accepted, undefined);
}

function contentType(rawHeaders: readonly string[]): string | undefined {
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]!.toLowerCase() === "content-type") return rawHeaders[index + 1];
  }
  return undefined;
}

/** Streamed bytes are not converted, even if the API has binary types. */
function streamedReply(
  message: IncomingMessage,
  { request, served }: Exchange,
  remainingMs: number,
): Reply {
  const declared = message.headers["content-length"];
  const isBodyless = request.method === "HEAD" || message.statusCode === 304;
  const length = declared === undefined || isBodyless ? undefined : Number(declared);
  const lengthHeader = length === undefined ? [] : ["Content-Length", String(length)];
  const idleMs = streamIdleMs(served.model.endpointType);
  return {
    status: message.statusCode!,
    headers: [...proxiedResponseHeaders(message.rawHeaders), ...lengthHeader],
    body: new StreamedBody(message, { remainingMs, idleMs, length }),
  };
}
