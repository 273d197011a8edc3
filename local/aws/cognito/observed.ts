import type { IncomingMessage, ServerResponse } from "node:http";

/** A request to the AWS endpoint, as it was answered. Times are those of `performance.now()`. */
export interface AwsRequest {
  readonly region: string;
  /** Such as `dynamodb`, by the signature; undefined for unsigned requests. */
  readonly service: string | undefined;
  /** Such as `PutItem`; for services without named operations the method. */
  readonly operation: string;
  /** The table, queue, bucket or topic, if the request names one. */
  readonly resource: string | undefined;
  /** Of the signature. */
  readonly accessKeyId: string | undefined;
  /** The header `X-Amzn-Trace-Id`. */
  readonly trace: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: number;
}

/** Receives each request to an AWS endpoint when its response has ended. */
export type ObserveRequest = (request: AwsRequest) => void;

/** Bytes of a body in which its resource is looked for. */
const searchedBytes = 4_096;

/**
 * Observes a request.
 *
 * @returns receives the body's chunks, on their way to the endpoint
 */
export function observed(
  request: IncomingMessage,
  response: ServerResponse,
  region: string,
  observe: ObserveRequest,
): (chunk: Buffer) => void {
  const startedAt = performance.now();
  const { headers, method = "", url = "" } = request;
  const [, accessKeyId, service] =
    /Credential=([^/,\s]+)\/\d+\/[^/]*\/([^/,\s]+)\//.exec(headers.authorization ?? "") ?? [];
  const target = String(headers["x-amz-target"] ?? "");
  let body = "";
  response.once("close", () => {
    const operation = target.split(".").at(-1) || actionIn(body) || method;
    const resource = service === "s3" ? url.split(/[/?]/)[1] : resourceIn(body);
    const trace = headers["x-amzn-trace-id"]?.toString();
    const parts = {
      region,
      service,
      operation,
      resource: resource || undefined,
      accessKeyId,
      trace,
    };
    observe({ ...parts, startedAt, endedAt: performance.now(), status: response.statusCode });
  });
  return (chunk) => {
    if (body.length < searchedBytes) body += chunk.toString("latin1", 0, searchedBytes);
  };
}

const actionIn = (body: string): string | undefined => /(?:^|&)Action=(\w+)/.exec(body)?.[1];

/** Names of tables, queues, topics and streams. */
const named =
  /"(?:TableName|StreamName|DeliveryStreamName|SecretId|EventBusName|FunctionName|stateMachineArn|logGroupName|UserPoolId)"\s*:\s*"([^"]+)"|"RequestItems"\s*:\s*\{\s*"([^"]+)"|"(?:QueueUrl|TopicArn)"\s*:\s*"[^"]*[/:]([^"/:]+)"|(?:^|&)(?:QueueUrl|TopicArn)=[^&]*(?:%2F|%3A|\/|:)([^&%]+)/i;

function resourceIn(body: string): string | undefined {
  const [, ...names] = named.exec(body) ?? [];
  return names.find((name) => name !== undefined);
}
