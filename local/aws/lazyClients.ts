import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { Kinesis } from "@aws-sdk/client-kinesis";
import type { S3 } from "@aws-sdk/client-s3";
import type { SFN } from "@aws-sdk/client-sfn";
import type { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import type { STSClientConfig } from "@aws-sdk/client-sts";

/** Clients of services that few stacks have something of: each is loaded when it is first asked for. */
export interface LazyClients {
  eventBridge(): Promise<EventBridge>;
  kinesis(): Promise<Kinesis>;
  s3(): Promise<S3>;
  sfn(): Promise<SFN>;
  sns(): Promise<SNS>;
  sqs(): Promise<SQS>;
}

/** What every client of an endpoint takes. */
export type ClientConfig = Required<Pick<STSClientConfig, "requestHandler">> & {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
};

/**
 * @param config - its request handler is shared, because the client of Kinesis talks HTTP/2 by its
 *   own, which local endpoints do not
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
    // A bucket's own host name, such as `bucket.localhost`, may lead nowhere.
    return new S3({ ...config, forcePathStyle: true });
  }),
  sfn: once(async () => {
    const { SFN } = await import("@aws-sdk/client-sfn");
    // Its operations for sync executions would be sent to `sync-<host>`.
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
