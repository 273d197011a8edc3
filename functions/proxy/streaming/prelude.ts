import type { IncomingMessage } from "node:http";
import { withAdded } from "../addedHeaders.ts";
import { ProxyFailure } from "../failure.ts";
import type { DropsHeader, HeaderValues } from "../headers.ts";
import { responseHeaders, failureResult } from "../response.ts";

/** The status and headers before a streamed response's body. */
export interface Prelude {
  readonly statusCode: number;
  /** Not `headers`, which allows only one Set-Cookie. */
  readonly multiValueHeaders: HeaderValues;
}

/**
 * How far API Gateway reads a response to find the start of its body, minus the 8-byte delimiter.
 * Source: API Gateway Developer Guide, "Set up a Lambda proxy integration with payload response
 * streaming in API Gateway".
 */
const maxBytes = 16 * 1024 - 8;

/**
 * The head of a service's response.
 *
 * @param added - headers of the proxy, which override the service's
 * @param dropsHeader - selects the service's headers that the client does not receive
 * @throws ProxyFailure when it is larger than API Gateway reads
 */
export function toPrelude(
  response: IncomingMessage,
  added: HeaderValues,
  dropsHeader?: DropsHeader,
): Prelude {
  const prelude = {
    statusCode: response.statusCode!,
    multiValueHeaders: withAdded(responseHeaders(response.rawHeaders, dropsHeader), added),
  };
  const size = Buffer.byteLength(JSON.stringify(prelude));
  if (size > maxBytes) {
    response.destroy();
    throw new ProxyFailure(
      "responseTooLarge",
      `headers of ${size} bytes exceed API Gateway's 16 KB`,
    );
  }
  return prelude;
}

/** The head of a failure's response. */
export function failurePrelude(failure: ProxyFailure, added: HeaderValues): Prelude {
  const { statusCode, multiValueHeaders } = failureResult(failure, added);
  return { statusCode, multiValueHeaders: multiValueHeaders as HeaderValues };
}
