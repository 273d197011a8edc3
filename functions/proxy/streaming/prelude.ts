import type { IncomingMessage } from "node:http";
import { withAdded } from "../addedHeaders.ts";
import { ProxyFailure } from "../failure.ts";
import type { DropsHeader, HeaderValues } from "../headers.ts";
import { answerHeaders, failureResult } from "../response.ts";

/** What stands before a streamed answer's body. */
export interface Prelude {
  readonly statusCode: number;
  /** Not `headers`, which has room for one Set-Cookie only. */
  readonly multiValueHeaders: HeaderValues;
}

/**
 * How much of an answer API Gateway reads to find where its body begins: with a delimiter of 8 bytes.
 * Source: API Gateway Developer Guide, "Set up a Lambda proxy integration with payload response
 * streaming in API Gateway".
 */
const maxBytes = 16 * 1024 - 8;

/**
 * The head of an answer of the service.
 *
 * @param added - headers that the client gets whatever the service says of them
 * @param dropsHeader - which of the service's headers the client does not get
 * @throws ProxyFailure when it is larger than API Gateway reads
 */
export function toPrelude(
  answer: IncomingMessage,
  added: HeaderValues,
  dropsHeader?: DropsHeader,
): Prelude {
  const prelude = {
    statusCode: answer.statusCode!,
    multiValueHeaders: withAdded(answerHeaders(answer.rawHeaders, dropsHeader), added),
  };
  const size = Buffer.byteLength(JSON.stringify(prelude));
  if (size > maxBytes) {
    answer.destroy();
    throw new ProxyFailure("answerTooLarge", `headers of ${size} bytes exceed API Gateway's 16 KB`);
  }
  return prelude;
}

/** The head of a failure's answer. */
export function failurePrelude(failure: ProxyFailure, added: HeaderValues): Prelude {
  const { statusCode, multiValueHeaders } = failureResult(failure, added);
  return { statusCode, multiValueHeaders: multiValueHeaders as HeaderValues };
}
