import { GatewayError } from "../response/gatewayError.ts";

/** `CONVERT_TO_TEXT`, `CONVERT_TO_BINARY` or none. */
type ContentHandling = string | undefined;

/**
 * A body as templates and backends get it: bytes that are binary stay bytes, or become base64 text;
 * text stays text, or is the base64 of bytes. (API Gateway Developer Guide, "Content type conversions
 * in API Gateway")
 *
 * @param binary - whether the API takes the body's type for binary
 * @throws GatewayError 500 when text that stands for bytes is no base64
 */
export function convertBody(
  body: Buffer,
  binary: boolean,
  handling: ContentHandling,
): string | Buffer {
  if (binary) return handling === "CONVERT_TO_TEXT" ? body.toString("base64") : body;
  return handling === "CONVERT_TO_BINARY" ? decodeBase64(body.toString()) : body.toString();
}

/**
 * A backend's answer as the client gets it. (Same page)
 *
 * @param accepted - whether the client's first accepted type is binary to the API
 */
export function convertResponse(
  body: Buffer,
  binary: boolean,
  accepted: boolean,
  handling: ContentHandling,
): string | Buffer {
  if (handling === "CONVERT_TO_TEXT") return binary ? body.toString("base64") : body.toString();
  if (handling === "CONVERT_TO_BINARY") return binary ? body : decodeBase64(body.toString());
  if (binary) return accepted ? body : body.toString("base64");
  return accepted ? decodeBase64(body.toString()) : body.toString();
}

/** @throws GatewayError 500 for what is no base64 */
export function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  // The decoder skips what is no base64 instead of complaining.
  if (bytes.length !== Buffer.byteLength(text, "base64") || text.length % 4 !== 0) {
    throw new GatewayError("API_CONFIGURATION_ERROR");
  }
  return bytes;
}
