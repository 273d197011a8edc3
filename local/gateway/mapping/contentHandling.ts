import { GatewayError } from "../response/gatewayError.ts";

/** `CONVERT_TO_TEXT`, `CONVERT_TO_BINARY` or undefined. */
type ContentHandling = string | undefined;

/**
 * Converts a body for templates and backends: binary bodies stay bytes or become base64; texts stay
 * texts or are decoded from base64. (API Gateway Developer Guide, "Content type conversions in API
 * Gateway")
 *
 * @param binary - true if the API treats the body's type as binary
 * @throws GatewayError 500 for invalid base64
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
 * Converts a backend's response for the client. (Same page)
 *
 * @param accepted - true if the API treats the client's first accepted type as binary
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

/** The reason that a template fails. */
export const binaryBody =
  "its type is one of binaryMediaTypes, and contentHandling is not CONVERT_TO_TEXT";

const notBase64 =
  "contentHandling decodes base64, which this body is not: its type is none of binaryMediaTypes. " +
  "List its type there (for an s3 route, in its contentTypes), or set CONVERT_TO_TEXT (text: true)";

/** @throws GatewayError 500 for invalid base64 */
export function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  // The decoder skips invalid characters without an error.
  if (bytes.length !== Buffer.byteLength(text, "base64") || text.length % 4 !== 0) {
    throw new GatewayError("API_CONFIGURATION_ERROR", { cause: notBase64 });
  }
  return bytes;
}
