import { setTimeout as wait } from "node:timers/promises";
import { STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../project/sha256.ts";
import { TraceError } from "./traceError.ts";

/** CloudWatch Logs' API of a region. */
export interface LogsEndpoint {
  readonly url: string;
  readonly credentials: () => Promise<{ accessKeyId: string; secretAccessKey: string }>;
}

/** AWS's endpoint, with the user's own credentials, as every AWS SDK finds them. */
export const awsLogs = (region: string): LogsEndpoint => ({
  url: process.env["AWS_ENDPOINT_URL_CLOUDWATCH_LOGS"] ?? `https://logs.${region}.amazonaws.com`,
  credentials: () => new STSClient({ region }).config.credentials(),
});

const timeoutMs = 15_000;
const mostAttempts = 5;

/** Errors of too many calls at once: StartQuery and GetQueryResults have 10 a second, queries 100 at a time. */
const isThrottled = (type: string): boolean =>
  /Throttling|LimitExceeded|TooManyRequests/.test(type);

/**
 * Calls CloudWatch Logs, again after a pause if it refuses too many calls. Its client would add 4 MB for two calls.
 * Source: CloudWatch Logs API Reference.
 *
 * @param operation - such as `StartQuery`
 * @throws TraceError with the API's message
 */
export async function callLogs<Result>(
  region: string,
  operation: string,
  input: object,
  endpoint = awsLogs(region),
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    const { status, text } = await send(region, operation, JSON.stringify(input), endpoint);
    if (status === 200) return JSON.parse(text) as Result;
    const { type, message } = errorIn(text);
    if (!isThrottled(type) || attempt === mostAttempts) {
      const hint = /AccessDenied|UnrecognizedClient|ExpiredToken|InvalidSignature/.test(type)
        ? ` Use credentials that may call logs:StartQuery and logs:GetQueryResults.`
        : "";
      throw new TraceError(
        `CloudWatch Logs in ${region} refused ${operation}: ${message || type || status}.${hint}`,
      );
    }
    await wait(100 * 2 ** attempt * (0.5 + Math.random()));
  }
}

async function send(
  region: string,
  operation: string,
  body: string,
  { url, credentials }: LogsEndpoint,
): Promise<{ status: number; text: string }> {
  const { hostname, host, protocol } = new URL(url);
  const signer = new SignatureV4({
    ...{ service: "logs", region, credentials: await found(credentials), sha256: Sha256 },
  });
  const { headers } = await signer.sign({
    ...{ protocol, hostname, path: "/", method: "POST", body },
    headers: {
      host,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `Logs_20140328.${operation}`,
    },
  });
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : message;
    throw new TraceError(`CloudWatch Logs in ${region} does not respond: ${reason}.`);
  }
}

const found = (credentials: LogsEndpoint["credentials"]) =>
  credentials().catch((error: Error) => {
    throw new TraceError(
      `There are no AWS credentials: ${error.message}. Set AWS_PROFILE, or sign in with "aws sso login".`,
    );
  });

function errorIn(text: string): { type: string; message: string } {
  try {
    const { __type: type = "", message, Message } = JSON.parse(text) as Record<string, string>;
    return {
      type: type.replace(/^.*#/, ""),
      message: (message ?? Message ?? "").replace(/\.$/, ""),
    };
  } catch {
    return { type: "", message: "" };
  }
}
