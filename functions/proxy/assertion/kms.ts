import { createHash, createHmac } from "node:crypto";
import { type IncomingMessage, request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";

/** The key and the credentials of a request to KMS. */
export interface KmsKey {
  readonly keyArn: string;
  /** Lambda's variables: the role's credentials or where to get them and, on one machine, KMS's address. */
  readonly variables: NodeJS.ProcessEnv;
}

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly token: string | undefined;
}

/**
 * Signs with a P-256 key of KMS. Without AWS's SDK, which takes 50 ms to load.
 *
 * @param message - at most 4,096 bytes
 * @param timeoutMs - until the request is given up
 * @returns the signature as DER
 * @throws Error when KMS does not sign in time. Its message has no secret.
 */
export async function signWithKms(
  message: string,
  { keyArn, variables }: KmsKey,
  timeoutMs: number,
): Promise<Buffer> {
  const region = keyArn.split(":")[3]!;
  const { AWS_ENDPOINT_URL_KMS, AWS_ENDPOINT_URL } = variables;
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const address = AWS_ENDPOINT_URL_KMS || AWS_ENDPOINT_URL || `https://kms.${region}.${suffix}`;
  const url = new URL(address);
  const body = JSON.stringify({
    KeyId: keyArn,
    Message: Buffer.from(message).toString("base64"),
    MessageType: "RAW",
    SigningAlgorithm: "ECDSA_SHA_256",
  });
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = signedHeaders(url.host, region, body, await credentialsOf(variables, signal));
  const { status, result } = await fetchJson(url, { method: "POST", headers, signal }, body);
  const { Signature: signature, __type: error = "" } = result;
  if (typeof signature !== "string") throw new Error(`KMS responded with ${status} ${error}`);
  return Buffer.from(signature, "base64");
}

/** Lambda sets variables, or names an endpoint, as for functions with SnapStart. */
async function credentialsOf(
  variables: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Credentials> {
  const endpoint = variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"];
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } =
    variables;
  if (!endpoint) return { accessKeyId, secretAccessKey, token: variables["AWS_SESSION_TOKEN"] };
  const headers = { authorization: variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] ?? "" };
  const { result } = await fetchJson(new URL(endpoint), { headers, signal });
  return {
    accessKeyId: result["AccessKeyId"] ?? "",
    secretAccessKey: result["SecretAccessKey"] ?? "",
    token: result["Token"],
  };
}

/** Sends a request over a connection of its own: there is one an hour. */
async function fetchJson(
  url: URL,
  options: RequestOptions,
  body?: string,
): Promise<{ status: number | undefined; result: ReturnType<typeof parsed> }> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { ...options, agent: false })
      .once("response", resolve)
      .on("error", reject)
      .end(body);
  });
  const { statusCode: status } = response;
  return { status, result: parsed(await text(response), url.host, status) };
}

/** The parser's own error would show a part of the response, which may be a credential. */
function parsed(body: string, host: string, status: number | undefined) {
  try {
    return Object(JSON.parse(body)) as Readonly<Record<string, string | undefined>>;
  } catch {
    throw new Error(`${host} responded with ${status} and no JSON`);
  }
}

/**
 * Headers of a request to KMS with AWS's Signature Version 4.
 * Source: IAM User Guide, "Create a signed AWS API request".
 */
function signedHeaders(
  host: string,
  region: string,
  body: string,
  { accessKeyId, secretAccessKey, token }: Credentials,
): Record<string, string> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  // In alphabetical order, as the canonical request lists them.
  const headers: Record<string, string> = {
    "content-type": "application/x-amz-json-1.1",
    host,
    "x-amz-date": date,
    ...(token && { "x-amz-security-token": token }),
    "x-amz-target": "TrentService.Sign",
  };
  const signed = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ["POST", "/", "", lines.join(""), signed, sha256(body)].join("\n");
  const scope = [date.slice(0, 8), region, "kms", "aws4_request"];
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
