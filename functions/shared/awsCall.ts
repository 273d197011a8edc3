import { createHash, createHmac } from "node:crypto";
import { type IncomingMessage, request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";

/** An operation of an AWS service that speaks JSON. */
export interface AwsCall {
  /** The service's name in signatures, such as `kms`. */
  readonly service: string;
  /** Start of the AWS variable for its address, after `AWS_ENDPOINT_URL_`, such as `KMS`. */
  readonly variable: string;
  readonly region: string;
  /** Such as `TrentService.Sign`. */
  readonly target: string;
  readonly input: object;
}

/** A response of AWS, or its error as `__type`. */
interface AwsResponse {
  readonly status: number | undefined;
  readonly output: Readonly<Record<string, unknown>>;
}

type Credentials = readonly [
  accessKeyId: string,
  secretAccessKey: string,
  token: string | undefined,
];

/**
 * Calls AWS as the function's role. Without AWS's SDK, which takes 50 ms to load, and over a connection of its own.
 *
 * @param variables - Lambda's: the role's credentials or where to get them and, on one machine, the service's address
 * @param timeoutMs - until the request is given up
 * @throws Error when there is no response in time, or it is not JSON. Its message has no secret.
 */
export async function callAws(
  call: AwsCall,
  variables: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<AwsResponse> {
  const { service, variable, region, input } = call;
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const address =
    variables[`AWS_ENDPOINT_URL_${variable}`] ||
    variables["AWS_ENDPOINT_URL"] ||
    `https://${service}.${region}.${suffix}`;
  const url = new URL(address);
  const body = JSON.stringify(input);
  const signal = AbortSignal.timeout(timeoutMs);
  const credentials = await credentialsOf(variables, signal);
  const headers = signedHeaders(call, url.host, body, credentials);
  return fetchJson(url, { method: "POST", headers, signal }, body);
}

/** Lambda sets variables, or names an endpoint, as for functions with SnapStart. */
async function credentialsOf(
  variables: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Credentials> {
  const endpoint = variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"];
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } =
    variables;
  if (!endpoint) return [accessKeyId, secretAccessKey, variables["AWS_SESSION_TOKEN"]];
  const headers = { authorization: variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] ?? "" };
  const { output } = await fetchJson(new URL(endpoint), { headers, signal });
  const given = output as Readonly<Record<string, string | undefined>>;
  return [given["AccessKeyId"] ?? "", given["SecretAccessKey"] ?? "", given["Token"]];
}

async function fetchJson(url: URL, options: RequestOptions, body?: string): Promise<AwsResponse> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { ...options, agent: false })
      .once("response", resolve)
      .on("error", reject)
      .end(body);
  });
  const { statusCode: status } = response;
  return { status, output: parsed(await text(response), url.host, status) };
}

/** The parser's own error would show a part of the response, which may be a credential. */
function parsed(body: string, host: string, status: number | undefined): AwsResponse["output"] {
  try {
    return Object(JSON.parse(body)) as AwsResponse["output"];
  } catch {
    throw new Error(`${host} responded with ${status} and no JSON`);
  }
}

/**
 * Headers with AWS's Signature Version 4.
 * Source: IAM User Guide, "Create a signed AWS API request".
 */
function signedHeaders(
  { service, region, target }: AwsCall,
  host: string,
  body: string,
  [accessKeyId, secretAccessKey, token]: Credentials,
): Record<string, string> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  // In alphabetical order, as the canonical request lists them.
  const headers: Record<string, string> = {
    "content-type": "application/x-amz-json-1.1",
    host,
    "x-amz-date": date,
    ...(token && { "x-amz-security-token": token }),
    "x-amz-target": target,
  };
  const signed = Object.keys(headers).join(";");
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = ["POST", "/", "", lines.join(""), signed, sha256(body)].join("\n");
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
