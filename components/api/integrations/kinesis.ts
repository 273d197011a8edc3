import * as aws from "@pulumi/aws";
import type { RouteGuards } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { escapedOnce, jsonTemplate, setText } from "../templates/jsonTemplate.ts";
import { from, type Source } from "../templates/source.ts";
import type { IntegrationKind } from "./integration.ts";
import { namedResource } from "./named.ts";
import { failureBody } from "./serviceErrors.ts";
import { checkService, serviceOperation, type ServiceSettings, split } from "./serviceProxy.ts";

/** What goes into the records. */
export interface KinesisSettings extends ServiceSettings {
  /** A record's data, without `records`. @default the request's body, as it was sent */
  readonly data?: Source | undefined;
  /**
   * JSONPath of an array in the body, such as "$.readings" or "$" for all of it: each of its elements
   * is a record of its own, as JSON, 500 at most; what is no array, or longer, is 400. @default the whole request is one record
   */
  readonly records?: string | undefined;
  /**
   * Records of one partition key stay in order. An empty one is refused with 400.
   * @default random: the request's id, in a batch with the record's place behind it
   */
  readonly partitionKey?: Source | undefined;
  /** In a batch: the partition key's path within a record, such as "$.device". @default `partitionKey` for all */
  readonly recordKey?: string | undefined;
}

/** To a Kinesis stream. */
export interface KinesisIntegration<Name extends string = string> extends KinesisSettings {
  readonly kind: "kinesis";
  /** Name of the stream among the platform's resources. */
  readonly stream: Name;
}

/**
 * A route to a Kinesis data stream, with no function between. The caller gets 202: for a record
 * `{ shardId, sequenceNumber }`, for a batch `{ records }`, how many. Where Kinesis did not take each
 * record of a batch, it is 502 with `{ message, failed }`: the places of those to send again, from 0.
 *
 * A stream that is encrypted with a KMS key of one's own takes nothing unless the key's policy allows
 * `kms:GenerateDataKey` to the route's role, `<api>-<stream>-PutRecord` or `-PutRecords`.
 *
 * @example
 * "POST /devices/{id}/readings": kinesis("readings", { partitionKey: from.path("id") })
 * "POST /readings": kinesis("readings", { records: "$", recordKey: "$.device" })
 */
export function kinesis<const Name extends string, const Authorizer extends string = never>(
  stream: Name,
  options: KinesisSettings & RouteGuards<Authorizer> = {},
): RouteGuards<Authorizer> & { readonly integration: KinesisIntegration<Name> } {
  const { guards, settings } = split<KinesisSettings, RouteGuards<Authorizer>>(options, [
    "data",
    "records",
    "partitionKey",
    "recordKey",
  ]);
  return { ...guards, integration: { kind: "kinesis", stream, ...settings } };
}

/** A path that can stand within a template's text, and go on with an index. */
const definitePath = /^\$(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/;

export const kinesisKind: IntegrationKind<KinesisIntegration> = {
  check: (integration, place) => {
    const { data = from.body(), partitionKey, records, recordKey } = integration;
    const refuse = (problem: string, fix: string) => {
      throw new RouteError(place.key, problem, fix);
    };
    for (const path of [records, recordKey]) {
      if (path !== undefined && !definitePath.test(path)) {
        refuse(`"${path}" is no path of one place in JSON`, 'Write it as "$.readings".');
      }
    }
    if (recordKey !== undefined && (records === undefined || partitionKey)) {
      refuse(
        "recordKey stands without records, or beside partitionKey",
        "It tells the partition key of each record in a batch: give records, and one of both keys.",
      );
    }
    if (integration.data && records !== undefined) {
      refuse("it has both data and records", "A batch's data are its elements: remove data.");
    }
    const read = records === undefined ? data : from.json(records);
    checkService(integration, [read, partitionKey], place);
  },
  bind: (integration, { region, resources }) => {
    const stream = namedResource(
      integration.stream,
      resources,
      aws.kinesis.Stream,
      "a Kinesis stream",
    );
    const action = integration.records === undefined ? "PutRecord" : "PutRecords";
    return {
      values: { streamArn: stream.arn, streamName: stream.name },
      grant: {
        name: `${integration.stream}-${action}`,
        action: `kinesis:${action}`,
        resource: stream.arn,
      },
      compile: ({ streamName }: { streamName: string }, roleArn) =>
        serviceOperation({
          ...integration,
          uri: `arn:aws:apigateway:${region}:kinesis:action/${action}`,
          roleArn,
          headers: { "Content-Type": "application/x-amz-json-1.1" },
          made: () =>
            integration.records === undefined
              ? putRecord(streamName, integration)
              : putRecords(streamName, integration.records, integration),
          answer: (shape) =>
            integration.records === undefined
              ? jsonTemplate(shape ?? recordAnswer)
              : batchAnswer + (shape === undefined ? recordsAnswer : jsonTemplate(shape)) + "#end",
          success: 202,
          others: [502],
          errors: { ...callersErrors, ...integration.errors },
        }),
    };
  },
};

/** Source: Amazon Kinesis Data Streams API Reference, "PutRecords" (errors). */
const callersErrors = { InvalidArgumentException: 400, ValidationException: 400 };

/** Source: Amazon Kinesis Data Streams API Reference, "PutRecords". */
const maxRecords = 500;

/** Source: Amazon Kinesis Data Streams API Reference, "PutRecord". */
const putRecord = (
  name: string,
  { data = from.body(), partitionKey = from.requestId() }: KinesisSettings,
): string =>
  jsonTemplate({
    StreamName: name,
    Data: { encode: "base64", value: data },
    PartitionKey: partitionKey,
  });

/** Source: Amazon Kinesis Data Streams API Reference, "PutRecords". */
function putRecords(name: string, path: string, settings: KinesisSettings): string {
  const { partitionKey, recordKey } = settings;
  const keyOf = recordKey
    ? `#set($keyPath = "\${path}${recordKey.slice(1)}")#set($key = "$!input.path($keyPath)")`
    : setText("key", partitionKey ?? from.requestId());
  const random = partitionKey || recordKey ? "" : "-$foreach.index";
  return [
    `{"StreamName":${JSON.stringify(name)},"Records":[`,
    // An object's values would be taken for records, and too many end the template with 500: none at
    // all is what Kinesis refuses.
    `#set($all = $input.path('${path}'))`,
    `#if($input.json('${path}').startsWith('[') && $all.size() <= ${maxRecords})`,
    "#foreach($record in $all)",
    `#set($path = "${path}[$foreach.index]")${keyOf}`,
    '{"Data":"$util.base64Encode($input.json($path))",',
    `"PartitionKey":"${escapedOnce("$key")}${random}"}`,
    "#if($foreach.hasNext),#end#end#end]}",
  ].join("");
}

const recordAnswer = {
  shardId: from.body("$.ShardId"),
  sequenceNumber: from.body("$.SequenceNumber"),
};

const recordsAnswer = `{"records":$input.path('$.Records').size()}`;

/** Kinesis answers 200 when it has taken some records, or none. */
const batchAnswer = [
  `#if("$!input.path('$.FailedRecordCount')" != "0")`,
  "#set($context.responseOverride.status = 502)",
  `${failureBody.slice(0, -1)},"failed":[#set($comma = "")`,
  "#foreach($record in $input.path('$.Records'))",
  `#if($record.containsKey('ErrorCode'))$comma$foreach.index#set($comma = ",")#end`,
  "#end]}",
  "#else",
].join("");
