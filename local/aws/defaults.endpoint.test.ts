import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { Kinesis } from "@aws-sdk/client-kinesis";
import { S3 } from "@aws-sdk/client-s3";
import { SNS } from "@aws-sdk/client-sns";
import { SQS } from "@aws-sdk/client-sqs";
import { miniStack } from "./cognito/testing/miniStack.ts";

// Proves it for JavaScript only.
describe("an AWS endpoint serves clients with their default settings", function () {
  this.timeout(60_000);
  const stack = miniStack();
  const settings = () => ({
    endpoint: stack.aws.url,
    region: "eu-west-1",
    credentials: stack.aws.accessKey!,
  });

  it("Kinesis, by HTTP/2", async () => {
    const kinesis = new Kinesis(settings());
    const StreamName = "clicks";
    const put = (index: number) =>
      kinesis.putRecord({ StreamName, PartitionKey: `${index}`, Data: Buffer.alloc(100_000) });

    await kinesis.createStream({ StreamName, ShardCount: 1 });
    await Promise.all([1, 2, 3, 4, 5].map(put));

    assert.equal(kinesis.config.requestHandler.metadata?.handlerProtocol, "h2");
    await assert.rejects(kinesis.deleteStream({ StreamName: "none" }), {
      name: "ResourceNotFoundException",
    });
    const stranger = new Kinesis({
      ...settings(),
      credentials: { ...settings().credentials, secretAccessKey: "guess" },
    });
    await assert.rejects(stranger.listStreams({}), {
      name: /^InvalidSignature|^SignatureDoesNotMatch/,
    });
    kinesis.destroy();
    stranger.destroy();
  });

  it("S3, with checksums of texts and streams", async () => {
    const [s3, Bucket] = [new S3(settings()), "files"];
    await s3.createBucket({ Bucket });
    const bodies = ["text", Readable.from([Buffer.from("te"), Buffer.from("xt")])];

    for (const Body of bodies) {
      const ContentLength = 4;
      await s3.putObject({ Bucket, Key: "a", Body, ContentLength });
      const { Body: received } = await s3.getObject({ Bucket, Key: "a" });
      assert.equal(await received!.transformToString(), "text");
    }
  });

  it("DynamoDB, EventBridge, SNS and SQS", async () => {
    const [sqs, sns] = [new SQS(settings()), new SNS(settings())];
    const { QueueUrl } = await sqs.createQueue({ QueueName: "jobs" });
    await sqs.sendMessage({ QueueUrl, MessageBody: "\u00e9" });
    const { Messages } = await sqs.receiveMessage({ QueueUrl });
    assert.equal(Messages?.[0]?.Body, "\u00e9");

    const { TopicArn } = await sns.createTopic({ Name: "news" });
    await sns.publish({ TopicArn, Message: "a" });
    await new DynamoDB(settings()).listTables({});
    const events = await new EventBridge(settings()).putEvents({
      Entries: [{ Source: "shop", DetailType: "order", Detail: "{}", Time: new Date() }],
    });
    assert.equal(events.FailedEntryCount, 0);
  });
});
