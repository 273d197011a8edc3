import { promisify } from "node:util";
import { deflate, gunzip, gzip, inflate } from "node:zlib";
import type { Reply } from "../exchange/exchange.ts";
import { maxPayloadBytes } from "../quotas.ts";
import { GatewayError } from "./gatewayError.ts";
import { StreamedBody } from "./streamedBody.ts";

/** By content coding. Source: API Gateway Developer Guide, "Payload compression for REST APIs in API Gateway". */
const decoders = new Map([
  ["deflate", promisify<Buffer, object, Buffer>(inflate)],
  ["gzip", promisify<Buffer, object, Buffer>(gunzip)],
]);
const encoders = new Map([
  ["deflate", promisify<Buffer | string, Buffer>(deflate)],
  ["gzip", promisify<Buffer | string, Buffer>(gzip)],
]);

/**
 * Decompresses a request's body. API Gateway does so even if the API compresses no responses, and
 * passes the header on to functions. (API Gateway Developer Guide, "Call an API method with a
 * compressed payload in API Gateway")
 *
 * @param coding - the `Content-Encoding` header
 * @throws GatewayError 415 for an unknown coding or corrupt data, 413 over 10 MB
 */
export async function decodeBody(body: Buffer, coding: string): Promise<Buffer> {
  const name = coding.trim().toLowerCase();
  if (name === "identity" || name === "") {
    return body;
  }
  const decode = decoders.get(name);
  if (decode === undefined) {
    throw new GatewayError("UNSUPPORTED_MEDIA_TYPE");
  }
  try {
    return await decode(body, { maxOutputLength: maxPayloadBytes });
  } catch (cause) {
    const tooLarge = (cause as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE";
    throw new GatewayError(tooLarge ? "REQUEST_TOO_LARGE" : "UNSUPPORTED_MEDIA_TYPE", { cause });
  }
}

/**
 * Compresses an integration's response if the client's first choice is a supported coding and the
 * response is large enough, buffered, and not encoded yet. (API Gateway Developer Guide, "Receive an
 * API response with a compressed payload in API Gateway")
 *
 * @param accepted - the `Accept-Encoding` lines, which are one list
 * @param minimumSize - in bytes
 */
export async function encodeReply(
  reply: Reply,
  accepted: readonly string[],
  minimumSize: number,
): Promise<Reply> {
  const { body, headers } = reply;
  const coding = firstChoice(accepted.join());
  if (coding === undefined || body instanceof StreamedBody) {
    return reply;
  }
  const size = Buffer.byteLength(body);
  const isEncoded = headers.some(
    (name, index) => index % 2 === 0 && name.toLowerCase() === "content-encoding",
  );
  if (size === 0 || size < minimumSize || isEncoded) {
    return reply;
  }
  const encoded = await encoders.get(coding)!(body);
  return { ...reply, headers: [...headers, "Content-Encoding", coding], body: encoded };
}

/**
 * The client's first choice, if it is supported: the coding with the highest weight, the first of equals.
 * The second one is not tried, as reported by callers of AWS.
 */
function firstChoice(accepted: string): string | undefined {
  let first: { coding: string; weight: number } | undefined;
  for (const part of accepted.split(",")) {
    const [name = "", ...parameters] = part.split(";");
    const coding = name.trim().toLowerCase();
    const given = parameters.map((text) => /^\s*q=([\d.]+)\s*$/i.exec(text)?.[1]).find(Boolean);
    const weight = Number(given ?? 1);
    if (coding !== "" && weight > (first?.weight ?? 0)) first = { coding, weight };
  }
  return first && encoders.has(first.coding) ? first.coding : undefined;
}
