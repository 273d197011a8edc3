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
 * A request's body without its compression. API Gateway takes it off whether or not the API
 * compresses answers, and leaves the header to functions. (API Gateway Developer Guide, "Call an API
 * method with a compressed payload in API Gateway")
 *
 * @param coding - the `Content-Encoding` header
 * @throws GatewayError 415 for an unknown coding or a body that is not so coded, 413 over 10 MB
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
 * An integration's answer, compressed if the client asks for it by name, it is large enough, whole,
 * and not encoded already. (API Gateway Developer Guide, "Receive an API response with a compressed
 * payload in API Gateway")
 *
 * @param accepted - the `Accept-Encoding` header
 * @param minimumSize - in bytes
 */
export async function encodeReply(
  reply: Reply,
  accepted: string | undefined,
  minimumSize: number,
): Promise<Reply> {
  const { body, headers } = reply;
  const coding = accepted === undefined ? undefined : bestCoding(accepted);
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

/** The coding that the client likes best, the first of several; `*` names none. */
function bestCoding(accepted: string): string | undefined {
  let best: { coding: string; quality: number } | undefined;
  for (const part of accepted.split(",")) {
    const [name = "", ...parameters] = part.split(";");
    const coding = name.trim().toLowerCase();
    const given = parameters.map((text) => /^\s*q=([\d.]+)\s*$/i.exec(text)?.[1]).find(Boolean);
    const quality = Number(given ?? 1);
    if (encoders.has(coding) && quality > (best?.quality ?? 0)) {
      best = { coding, quality };
    }
  }
  return best?.coding;
}
