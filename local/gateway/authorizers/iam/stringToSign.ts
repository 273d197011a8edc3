import { createHash, createHmac } from "node:crypto";
import type { GatewayRequest } from "../../request/request.ts";
import { algorithm, type Signature } from "./signature.ts";

/**
 * Builds the text that the caller of a request must have signed. (IAM User Guide, "Create a signed AWS
 * API request")
 *
 * @param path - the path in the address that the caller used
 * @param body - hashed here, because the hash in the request's headers cannot be trusted
 */
export function stringToSign(
  request: GatewayRequest,
  path: string,
  body: Buffer | undefined,
  signature: Signature,
): string {
  const canonicalRequest = [
    request.sentMethod,
    canonicalPath(path),
    canonicalQuery(request, signature),
    ...signature.signedHeaders.map(
      (name) => `${name}:${canonicalValue(request.headers.values(name))}`,
    ),
    "",
    signature.signedHeaders.join(";"),
    sha256(body ?? ""),
  ].join("\n");
  return [algorithm, signature.timestamp, scopeOf(signature), sha256(canonicalRequest)].join("\n");
}

/** Signs a text with a secret access key. */
export function sign(text: string, secret: string, signature: Signature): Buffer {
  const { date, region, service, terminator } = signature;
  const key = [date, region, service, terminator].reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text);
}

const scopeOf = ({ date, region, service, terminator }: Signature): string =>
  `${date}/${region}/${service}/${terminator}`;

/** Removes dot segments and repeated slashes, and encodes again, even percent-encoded characters. */
function canonicalPath(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(encode(segment));
  }
  const end = segments.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${segments.join("/")}${end}`;
}

function canonicalQuery({ target }: GatewayRequest, { presigned }: Signature): string {
  return Object.entries(target.query?.multi ?? {})
    .filter(([name]) => !(presigned && name === "X-Amz-Signature"))
    .flatMap(([name, values]) => values.map((value) => [encode(name), encode(value)] as const))
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

const canonicalValue = (values: readonly string[]): string =>
  values.map((value) => value.trim().replaceAll(/\s+/g, " ")).join(",");

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Encodes everything but letters, digits and `-._~`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();
