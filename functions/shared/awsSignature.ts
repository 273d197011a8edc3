import { createHash, createHmac } from "node:crypto";

/** A role's keys; a user's have no token. */
export type Credentials = readonly [
  accessKeyId: string,
  secretAccessKey: string,
  token: string | undefined,
];

/** What is signed beside the address and the body. */
export interface SignedCall {
  /** The service's name in signatures, such as `kms`. */
  readonly service: string;
  readonly region: string;
  /** @default "application/x-amz-json-1.1" */
  readonly contentType?: string | undefined;
  /** Such as `TrentService.Sign`. @default the operation is in the path */
  readonly target?: string | undefined;
}

/**
 * Headers of a POST request with AWS's Signature Version 4.
 * Source: IAM User Guide, "Create a signed AWS API request".
 *
 * @param url - whose path has only characters that need no encoding
 */
export function signedHeaders(
  { service, region, contentType = "application/x-amz-json-1.1", target }: SignedCall,
  { host, pathname }: URL,
  body: string,
  [accessKeyId, secretAccessKey, token]: Credentials,
): Record<string, string> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  // In alphabetical order, as the canonical request lists them.
  const headers: Record<string, string> = {
    "content-type": contentType,
    host,
    "x-amz-date": date,
    ...(token && { "x-amz-security-token": token }),
    ...(target && { "x-amz-target": target }),
  };
  const signed = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ["POST", pathname, "", lines.join(""), signed, sha256(body)].join("\n");
  const scope = [date.slice(0, 8), region, service, "aws4_request"];
  const algorithm = "AWS4-HMAC-SHA256";
  const toSign = [algorithm, date, scope.join("/"), sha256(canonical)].join("\n");
  const secret = `AWS4${secretAccessKey}`;
  const key = scope.reduce<string | Buffer>((from, part) => hmac(from, part).digest(), secret);
  const credential = `${accessKeyId}/${scope.join("/")}`;
  const signature = hmac(key, toSign).digest("hex");
  return {
    ...headers,
    authorization: `${algorithm} Credential=${credential}, SignedHeaders=${signed}, Signature=${signature}`,
  };
}

const sha256 = (data: string): string => createHash("sha256").update(data).digest("hex");

const hmac = (key: string | Buffer, data: string) => createHmac("sha256", key).update(data);
