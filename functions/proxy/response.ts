import { isUtf8 } from "node:buffer";
import { STATUS_CODES } from "node:http";
import type { APIGatewayProxyResult } from "aws-lambda";
import { addedHeaders, withAdded } from "./addedHeaders.ts";
import type { ServiceResponse } from "./attempt.ts";
import type { Call } from "./call.ts";
import { ProxyFailure } from "./failure.ts";
import { type DropsHeader, endToEnd, type HeaderValues } from "./headers.ts";

/** Source: Lambda Developer Guide, "Lambda quotas", invocation payload of a synchronous response. */
export const maxPayloadBytes = 6 * 1024 * 1024;

/** Status and headers of the client's response. */
export interface ResponseHead {
  readonly statusCode: number;
  /** Not `headers`, which allows only one Set-Cookie. */
  readonly multiValueHeaders: HeaderValues;
}

/**
 * The head of a response of the service, with the headers of the proxy, which override the service's.
 *
 * @param dropsHeader - selects the service's headers that the client does not receive
 */
export const responseHead = (
  { status, rawHeaders }: Pick<ServiceResponse<unknown>, "status" | "rawHeaders">,
  call: Call,
  dropsHeader: DropsHeader,
): ResponseHead => ({
  statusCode: status,
  multiValueHeaders: withAdded(endToEnd(rawHeaders, dropsHeader), call),
});

/** The head for a call without a response of the service. */
export const failureHead = (
  { status, retryAfterSeconds }: ProxyFailure,
  call: Call,
): ResponseHead => ({
  statusCode: status,
  multiValueHeaders: {
    "content-type": ["application/json"],
    ...(retryAfterSeconds !== undefined && { "retry-after": [String(retryAfterSeconds)] }),
    ...addedHeaders(call),
  },
});

/** The body for a call without a response of the service. */
export const failureBody = ({ status }: ProxyFailure, { correlationId }: Call): Buffer =>
  Buffer.from(JSON.stringify({ message: STATUS_CODES[status], correlationId }));

/**
 * The function's result for API Gateway.
 *
 * @throws ProxyFailure when the response is larger than Lambda allows
 */
export function toProxyResult(head: ResponseHead, body: Buffer, call: Call): APIGatewayProxyResult {
  const asText = isText(head.multiValueHeaders, body);
  const result = {
    statusCode: head.statusCode,
    multiValueHeaders: head.multiValueHeaders,
    body: body.toString(asText ? "utf8" : "base64"),
    isBase64Encoded: !asText,
  };
  if (exceedsPayload(result)) {
    const size = `a response of ${body.length} bytes`;
    throw new ProxyFailure("responseTooLarge", `${size} exceeds Lambda's payload of 6 MB`);
  }
  call.responseBytes = body.length;
  call.status = head.statusCode;
  return result;
}

const textType =
  /^(text\/[^;]+|application\/(json|xml|javascript|x-www-form-urlencoded|x-ndjson|yaml)|[^;]+\+(json|xml|yaml))\s*(;|$)/i;

/**
 * Whether to send the body as text, not as base64: its type is textual or missing, and its bytes are
 * valid UTF-8, so nothing is lost.
 */
function isText(headers: HeaderValues, body: Buffer): boolean {
  const type = headers["content-type"]?.[0];
  const isTextual = type === undefined || textType.test(type);
  return body.length === 0 || (isTextual && !headers["content-encoding"] && isUtf8(body));
}

/**
 * Measures only a body that could be too large: a character takes at most six bytes in JSON, and the
 * headers fit into the rest.
 */
const exceedsPayload = (result: APIGatewayProxyResult): boolean =>
  result.body.length > maxPayloadBytes / 8 &&
  Buffer.byteLength(JSON.stringify(result)) > maxPayloadBytes;
