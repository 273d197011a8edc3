import type { Readable } from "node:stream";
import type { Exchange, Reply } from "../../exchange/exchange.ts";
import { clientHeaderNames } from "../../response/clientHeaderNames.ts";
import { decodeBase64 } from "../../mapping/contentHandling.ts";
import { firstAccepted, type BinaryMatcher } from "../../request/mediaTypes.ts";
import { StreamedBody, streamIdleMs } from "../../response/streamedBody.ts";
import type { FunctionOutput } from "./output.ts";
import type { Prelude } from "./prelude.ts";

const dropped = [
  "Content-Length",
  "Expect",
  "Host",
  "Proxy-Authenticate",
  "TE",
  "Trailer",
  "Transfer-Encoding",
  "Upgrade",
  "Via",
  "X-Amz-Apigw-Id",
  "X-Amzn-Trace-Id",
];

const remapped = [
  "Authorization",
  "Connection",
  "Content-MD5",
  "Date",
  "Max-Forwards",
  "Server",
  "User-Agent",
  "WWW-Authenticate",
  "x-amzn-RequestId",
];

/**
 * Returns the client's name of a function's response header; undefined for a dropped header. The gateway
 * sets the length itself, because it sends the body.
 */
const clientHeaderName = clientHeaderNames(dropped, remapped);

/**
 * Converts a function's output to the HTTP response.
 *
 * @throws GatewayError 500 for invalid base64 in an encoded body
 */
export function createReply(
  output: FunctionOutput,
  exchange: Exchange,
  isBinary: BinaryMatcher,
): Reply {
  const headers = clientHeaders(output.headers);
  const [accept] = exchange.request.headers.values("accept");
  const decodes = output.isBase64Encoded && isBinary(firstAccepted(accept));
  return {
    status: output.status,
    headers: [...headers, "X-Amzn-Trace-Id", exchange.trace],
    body: decodes ? decodeBase64(output.body) : output.body,
  };
}

/**
 * Creates the HTTP response of a streaming function. Its bytes are not converted, even if the API has
 * binary types.
 *
 * @param remainingMs - the rest of the integration's time
 */
export function createStreamedReply(
  prelude: Prelude,
  body: Readable,
  exchange: Exchange,
  remainingMs: number,
): Reply {
  const { status, headers, length } = prelude;
  const lengthHeader = length === undefined ? [] : ["Content-Length", String(length)];
  const idleMs = streamIdleMs(exchange.served.model.endpointType);
  return {
    status,
    headers: [...clientHeaders(headers), ...lengthHeader, "X-Amzn-Trace-Id", exchange.trace],
    body: new StreamedBody(body, { remainingMs, idleMs, length }),
  };
}

function clientHeaders(given: FunctionOutput["headers"]): string[] {
  const headers = given.flatMap(([name, value]) => {
    const clientName = clientHeaderName(name);
    return clientName === undefined ? [] : [clientName, value];
  });
  if (!given.some(([name]) => name.toLowerCase() === "content-type")) {
    headers.push("Content-Type", "application/json");
  }
  return headers;
}
