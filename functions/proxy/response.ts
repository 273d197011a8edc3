import { isUtf8 } from "node:buffer";
import { STATUS_CODES } from "node:http";
import type { APIGatewayProxyResult } from "aws-lambda";
import { withAdded } from "./addedHeaders.ts";
import type { ServiceResponse } from "./client.ts";
import { ProxyFailure } from "./failure.ts";
import { type DropsHeader, endToEnd, type HeaderField, type HeaderValues } from "./headers.ts";

/** Source: Lambda Developer Guide, "Lambda quotas", invocation payload of a synchronous response. */
export const maxPayloadBytes = 6 * 1024 * 1024;

/**
 * The function's result for API Gateway, made from a response of the service.
 *
 * @param added - headers of the proxy, which override the service's
 * @param dropsHeader - selects the service's headers that the client does not receive; by default none
 * @throws ProxyFailure when the response is larger than Lambda allows
 */
export function toProxyResult(
  response: ServiceResponse,
  added: HeaderValues,
  dropsHeader?: DropsHeader,
): APIGatewayProxyResult {
  const headers = responseHeaders(response.rawHeaders, dropsHeader);
  const asText = isText(headers, response.body);
  const result = {
    statusCode: response.status,
    // Not `headers`, which allows only one Set-Cookie.
    multiValueHeaders: withAdded(headers, added),
    body: response.body.toString(asText ? "utf8" : "base64"),
    isBase64Encoded: !asText,
  };
  if (exceedsPayload(result)) {
    const size = `a response of ${response.body.length} bytes`;
    throw new ProxyFailure("responseTooLarge", `${size} exceeds Lambda's payload of 6 MB`);
  }
  return result;
}

/** The function's result for a call without a response of the service. */
export function failureResult(failure: ProxyFailure, added: HeaderValues): APIGatewayProxyResult {
  return {
    statusCode: failure.status,
    multiValueHeaders: { "content-type": ["application/json"], ...added },
    body: JSON.stringify({ message: STATUS_CODES[failure.status] }),
    isBase64Encoded: false,
  };
}

/** The service's headers that are passed on to the client. */
export const responseHeaders = (
  rawHeaders: readonly string[],
  dropsHeader: DropsHeader = () => false,
): HeaderValues => endToEnd(fieldsOf(rawHeaders), dropsHeader);

function fieldsOf(rawHeaders: readonly string[]): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) fields.push([rawHeaders[i]!, rawHeaders[i + 1]!]);
  return fields;
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
