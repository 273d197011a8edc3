import { type Credentials, type SignedCall, signedHeaders } from "./awsSignature.ts";
import { type JsonResponse, requestJson } from "./jsonRequest.ts";

/** An operation of an AWS service that takes and returns JSON. */
export interface AwsCall extends SignedCall {
  /** First part of the service's host name. @default the name in signatures */
  readonly host?: string | undefined;
  /** End of the AWS variable for its address, after `AWS_ENDPOINT_URL_`, such as `KMS`. */
  readonly variable: string;
  /** @default "/" */
  readonly path?: string | undefined;
  readonly input: object;
  /** Whether to use a connection that an earlier call left open, and to leave it open. @default false */
  readonly isKept?: boolean;
}

/**
 * Calls AWS as the function's role. Without AWS's SDK, which takes 50 ms to load.
 *
 * @param variables - Lambda's: the role's credentials or where to get them and, on one machine, the service's address
 * @param timeoutMs - until the request is given up
 * @returns the output, or an error as `__type`
 * @throws Error when there is no response in time, or it is not JSON. Its message has no secret.
 */
export async function callAws(
  call: AwsCall,
  variables: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<JsonResponse> {
  const { service, host = service, variable, region, path = "/", isKept } = call;
  const suffix = region.startsWith("cn-") ? ".cn" : "";
  const address =
    variables[`AWS_ENDPOINT_URL_${variable}`] ||
    variables["AWS_ENDPOINT_URL"] ||
    `https://${host}.${region}.amazonaws.com${suffix}`;
  const url = new URL(path, address);
  const body = JSON.stringify(call.input);
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = signedHeaders(call, url, body, await credentialsOf(variables, signal));
  // Node.js' own agent keeps connections for 5 s.
  const agent = isKept ? undefined : false;
  return requestJson(url, { method: "POST", headers, signal, agent }, body);
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
  const { output } = await requestJson(new URL(endpoint), { headers, signal, agent: false });
  const given = output as Readonly<Record<string, string | undefined>>;
  return [given["AccessKeyId"] ?? "", given["SecretAccessKey"] ?? "", given["Token"]];
}
