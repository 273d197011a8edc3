import { isUtf8 } from "node:buffer";
import { STATUS_CODES } from "node:http";
import type { APIGatewayProxyResult } from "aws-lambda";
import { withAdded } from "./addedHeaders.ts";
import type { ServiceAnswer } from "./client.ts";
import { ProxyFailure } from "./failure.ts";
import { type DropsHeader, endToEnd, type HeaderField, type HeaderValues } from "./headers.ts";

/** Source: Lambda Developer Guide, "Lambda quotas", invocation payload of a synchronous response. */
export const maxPayloadBytes = 6 * 1024 * 1024;

/**
 * What the function answers to API Gateway for an answer of the service.
 *
 * @param added - headers that the client gets whatever the service says of them
 * @param dropsHeader - which of the service's headers the client does not get; none by default
 * @throws ProxyFailure when the answer is larger than Lambda lets pass
 */
export function toProxyResult(
  answer: ServiceAnswer,
  added: HeaderValues,
  dropsHeader?: DropsHeader,
): APIGatewayProxyResult {
  const headers = answerHeaders(answer.rawHeaders, dropsHeader);
  const asText = isText(headers, answer.body);
  const result = {
    statusCode: answer.status,
    // Not `headers`, which has room for one Set-Cookie only.
    multiValueHeaders: withAdded(headers, added),
    body: answer.body.toString(asText ? "utf8" : "base64"),
    isBase64Encoded: !asText,
  };
  if (exceedsPayload(result)) {
    const size = `an answer of ${answer.body.length} bytes`;
    throw new ProxyFailure("answerTooLarge", `${size} exceeds Lambda's payload of 6 MB`);
  }
  return result;
}

/** The answer to the client for a call without an answer of the service. */
export function failureResult(failure: ProxyFailure, added: HeaderValues): APIGatewayProxyResult {
  return {
    statusCode: failure.status,
    multiValueHeaders: { "content-type": ["application/json"], ...added },
    body: JSON.stringify({ message: STATUS_CODES[failure.status] }),
    isBase64Encoded: false,
  };
}

/** The service's headers that go on to the client. */
export const answerHeaders = (
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
 * Whether the body may travel as text: its type says so, or nobody says what it is, and the bytes
 * are UTF-8, so that nothing is lost. All else travels as base64.
 */
function isText(headers: HeaderValues, body: Buffer): boolean {
  const type = headers["content-type"]?.[0];
  const isTextual = type === undefined || textType.test(type);
  return body.length === 0 || (isTextual && !headers["content-encoding"] && isUtf8(body));
}

/**
 * Measures only what could be too large: no character takes more than six bytes in JSON, and the
 * headers fit into the rest.
 */
const exceedsPayload = (result: APIGatewayProxyResult): boolean =>
  result.body.length > maxPayloadBytes / 8 &&
  Buffer.byteLength(JSON.stringify(result)) > maxPayloadBytes;
