import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { Kinesis } from "@aws-sdk/client-kinesis";
import type { S3 } from "@aws-sdk/client-s3";
import type { SFN } from "@aws-sdk/client-sfn";
import type { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import type { STSClientConfig } from "@aws-sdk/client-sts";

/** Clients of services that few stacks use; each is loaded on first use. */
export interface LazyClients {
  eventBridge(): Promise<EventBridge>;
  kinesis(): Promise<Kinesis>;
  s3(): Promise<S3>;
  sfn(): Promise<SFN>;
  sns(): Promise<SNS>;
  sqs(): Promise<SQS>;
}

/** Configuration of every client of an endpoint. */
type ClientConfig = Required<Pick<STSClientConfig, "requestHandler">> & {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/**
 * @param config - its request handler is shared, because Kinesis's default handler uses HTTP/2, which
 *   an endpoint of the user's own may not support
 */
export const lazyClients = (config: ClientConfig): LazyClients => ({
  eventBridge: once(async () => {
    const { EventBridge } = await import("@aws-sdk/client-eventbridge");
    return new EventBridge(config);
  }),
  kinesis: once(async () => {
    const { Kinesis } = await import("@aws-sdk/client-kinesis");
    return new Kinesis(config);
  }),
  s3: once(async () => {
    const { S3 } = await import("@aws-sdk/client-s3");
    // A bucket's host name, such as `bucket.localhost`, may not resolve.
    return new S3({ ...config, forcePathStyle: true });
  }),
  sfn: once(async () => {
    const { SFN } = await import("@aws-sdk/client-sfn");
    // Synchronous executions would be sent to `sync-<host>`.
    return new SFN({ ...config, disableHostPrefix: true });
  }),
  sns: once(async () => {
    const { SNS } = await import("@aws-sdk/client-sns");
    return new SNS(config);
  }),
  sqs: once(async () => {
    const { SQS } = await import("@aws-sdk/client-sqs");
    return new SQS(config);
  }),
});

function once<Client>(load: () => Promise<Client>): () => Promise<Client> {
  let client: Promise<Client> | undefined;
  return () => (client ??= load());
}
