import type { RawRequest } from "../../testing/requests.ts";

export type Request = RawRequest & { readonly service: string };

const json =
  (service: string, prefix: string, version: string) =>
  (operation: string, input: unknown): Request => ({
    service,
    headers: {
      "content-type": `application/x-amz-json-${version}`,
      "x-amz-target": `${prefix}.${operation}`,
    },
    body: typeof input === "string" ? input : JSON.stringify(input),
  });

export const dynamodb = json("dynamodb", "DynamoDB_20120810", "1.0");
export const kinesis = json("kinesis", "Kinesis_20131202", "1.1");
export const events = json("events", "AWSEvents", "1.1");
export const states = json("states", "AWSStepFunctions", "1.0");
export const firehose = json("firehose", "Firehose_20150804", "1.1");
export const sqsJson = json("sqs", "AmazonSQS", "1.0");

export const form = (
  service: string,
  action: string,
  fields: string | Record<string, string>,
): Request => ({
  service,
  headers: { "content-type": "application/x-www-form-urlencoded" },
  body: `Action=${action}&${typeof fields === "string" ? fields : String(new URLSearchParams(fields))}`,
});

/** The fields of a form in the URL, as those of an integration with mapped query parameters. */
export const inUrl = ({ service, body }: Request): Request => ({
  service,
  path: `/?${String(body)}`,
  headers: { "content-type": "application/json" },
});

const account = "123456789012";
export const machine = `arn:aws:states:eu-west-1:${account}:stateMachine:none`;
export const topic = `arn:aws:sns:eu-west-1:${account}:news`;
/** The host of a queue's URL does not matter. */
export const QueueUrl = `http://localhost/${account}/jobs`;

export const put = (value: object) =>
  dynamodb("PutItem", { TableName: "orders", Item: { id: { S: "1" }, value } });
export const attribute = (value: object) =>
  sqsJson("SendMessage", { QueueUrl, MessageBody: "a", MessageAttributes: { kind: value } });
export const message = (fields: Record<string, string>) =>
  form("sqs", "SendMessage", { QueueUrl, MessageBody: "a", ...fields });
export const publish = (fields: Record<string, string>) =>
  form("sns", "Publish", { TopicArn: topic, Message: "a", ...fields });
export const start = (input: object) =>
  states("StartExecution", { stateMachineArn: machine, ...input });
export const record = (input: object) =>
  kinesis("PutRecord", { StreamName: "clicks", Data: "YQ==", PartitionKey: "a", ...input });
/** The message of one broken constraint. */
export const broken = (at: string, value: string, constraint: string) =>
  `1 validation error detected: Value ${value} at '${at}' failed to satisfy constraint: ${constraint}`;

export const wrongAttribute =
  "The type of message (user) attribute 'kind' is invalid. You must use only the following supported type " +
  "prefixes: Binary, Number, String.";

/**
 * A request, and the code and the message of its error. Sources: types.py, messageAttributes.py, checks.py, the
 * API References' errors.
 */
export type Refused = readonly [
  name: string,
  request: Request,
  code: string,
  message: string | RegExp,
];
