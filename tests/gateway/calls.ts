import type { ServiceRequest } from "../../local/gateway/integrations/aws/service.ts";
import type { ServedShop } from "./servedShop.ts";

/** A call of an AWS service as an integration could make it. */
export interface Call {
  /** The required action and resource. */
  readonly permission: string;
  readonly request: Omit<ServiceRequest, "roleArn" | "region">;
}

const json = (service: string, target: string, version: string, body: object) => ({
  service,
  method: "POST",
  path: "/",
  query: {},
  headers: { "content-type": `application/x-amz-json-${version}`, "x-amz-target": target },
  body: JSON.stringify(body),
});

/** Calls that the shop's routes make, and calls that no route makes. */
export function callsOf({ outputs }: ServedShop): Call[] {
  const arnOf = (type: string, name: string) => outputs(type, name)["arn"]!;
  return [
    ...["shop-jobs", "shop-other"].flatMap((name) => {
      const { arn, url } = outputs("Queue", name);
      const call = (action: string, more: object = {}) => ({
        permission: `sqs:${action} ${arn}`,
        request: json("sqs", `AmazonSQS.${action}`, "1.0", { QueueUrl: url, ...more }),
      });
      return [
        call("SendMessage", { MessageBody: "x" }),
        call("ReceiveMessage"),
        call("PurgeQueue"),
        call("GetQueueAttributes", { AttributeNames: ["All"] }),
      ];
    }),
    ...["shop-news", "shop-other"].flatMap((name) => {
      const arn = arnOf("Topic", name);
      const call = (action: string, more: Record<string, string> = {}) => ({
        permission: `sns:${action} ${arn}`,
        request: {
          ...json("sns", "", "1.0", {}),
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams({ Action: action, TopicArn: arn, ...more }).toString(),
        },
      });
      return [call("Publish", { Message: "x" }), call("DeleteTopic"), call("GetTopicAttributes")];
    }),
    ...["shop-readings", "shop-other"].flatMap((name) => {
      const stream = outputs("Stream", name);
      const call = (action: string, more: object = {}) => ({
        permission: `kinesis:${action} ${stream["arn"]}`,
        request: json("kinesis", `Kinesis_20131202.${action}`, "1.1", {
          StreamName: stream["name"],
          ...more,
        }),
      });
      const record = { Data: "eA==", PartitionKey: "x" };
      return [
        call("PutRecord", record),
        call("PutRecords", { Records: [record] }),
        call("DescribeStreamSummary"),
        call("DeleteStream"),
      ];
    }),
    ...["shop-files", "shop-other"].flatMap((name) => {
      const { bucket, arn } = outputs("Bucket", name);
      const call = (action: string, method: string, key: string, query = {}) => ({
        permission: `s3:${action} ${arn}${key}`,
        request: { service: "s3", method, path: `/${bucket}${key}`, query, headers: {}, body: "" },
      });
      return ["/public/x", "/private/x", "/x"]
        .flatMap((key) => [
          call("GetObject", "GET", key),
          call("PutObject", "PUT", key),
          call("DeleteObject", "DELETE", key),
          call("GetObjectAcl", "GET", key, { acl: "" }),
        ])
        .concat(call("ListBucket", "GET", ""), call("DeleteBucket", "DELETE", ""));
    }),
    ...["shop-notes", "shop-other"].flatMap((name) => {
      const table = outputs("Table", name);
      const call = (action: string, more: object = {}, index = "") => ({
        permission: `dynamodb:${action} ${table["arn"]}${index}`,
        request: json("dynamodb", `DynamoDB_20120810.${action}`, "1.0", {
          TableName: table["name"],
          ...more,
        }),
      });
      const Key = { owner: { S: "x" }, id: { S: "x" } };
      const query = {
        KeyConditionExpression: "#o = :o",
        ExpressionAttributeNames: { "#o": "owner" },
        ExpressionAttributeValues: { ":o": { S: "x" } },
      };
      return [
        call("GetItem", { Key }),
        call("PutItem", { Item: Key }),
        call("DeleteItem", { Key }),
        call("UpdateItem", { Key }),
        call("Query", query),
        call("Query", { ...query, IndexName: "byRank" }, "/index/byRank"),
        call("Scan"),
        call("DeleteTable"),
      ];
    }),
    ...["shop-imports", "shop-quotes"].flatMap((name) => {
      const arn = arnOf("StateMachine", name);
      const execution = `${arn.replace(":stateMachine:", ":execution:")}:x`;
      const call = (action: string, body: object, resource = arn) => ({
        permission: `states:${action} ${resource}`,
        request: json("states", `AWSStepFunctions.${action}`, "1.0", body),
      });
      return [
        call("StartExecution", { stateMachineArn: arn, input: "{}" }),
        call("StartSyncExecution", { stateMachineArn: arn, input: "{}" }),
        call("DescribeExecution", { executionArn: execution }, execution),
        call("StopExecution", { executionArn: execution }, execution),
        call("DescribeStateMachine", { stateMachineArn: arn }),
        call("DeleteStateMachine", { stateMachineArn: arn }),
      ];
    }),
    ...["shop-events", "shop-other"].flatMap((name) => {
      const bus = outputs("EventBus", name);
      const event = { Source: "x", DetailType: "x", Detail: "{}", EventBusName: bus["name"] };
      return [
        {
          permission: `events:PutEvents ${bus["arn"]}`,
          request: json("events", "AWSEvents.PutEvents", "1.1", { Entries: [event] }),
        },
        {
          permission: `events:DeleteEventBus ${bus["arn"]}`,
          request: json("events", "AWSEvents.DeleteEventBus", "1.1", { Name: bus["name"] }),
        },
      ];
    }),
  ];
}
