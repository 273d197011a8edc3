import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { required, text } from "../../shared/options.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { escapedOnce, jsonTemplate, setText } from "../templates/jsonTemplate.ts";
import { source } from "../templates/rules.ts";
import { from, type Source } from "../templates/source.ts";
import type { IntegrationKind } from "./integration.ts";
import { integrationOptions, namedResource } from "./named.ts";
import { failureBody } from "./serviceErrors.ts";
import {
  checkService,
  serviceOperation,
  serviceRules,
  type ServiceSettings,
} from "./serviceProxy.ts";

/** Settings of the records. */
export interface KinesisSettings extends ServiceSettings {
  /** Data of a single record. @default the request's body as sent */
  readonly data?: Source | undefined;
  /**
   * JSONPath of an array in the body, such as "$.readings", or "$" for the body. Each element, at most
   * 500, becomes a record, as JSON. Other values and longer arrays get 400.
   * @default the request is one record
   */
  readonly records?: string | undefined;
  /**
   * Partition key. Records with the same key stay in order; an empty key gets 400.
   * @default random: the request's id, in a batch followed by the record's index
   */
  readonly partitionKey?: Source | undefined;
  /** Path of the partition key within each record of a batch, such as "$.device". @default `partitionKey` */
  readonly recordKey?: string | undefined;
}

/** Target: a Kinesis stream. */
export interface KinesisIntegration<Name extends string = string> extends KinesisSettings {
  readonly kind: "kinesis";
  /** Name of the stream among the platform's resources. */
  readonly stream: Name;
}

/**
 * A route to a Kinesis data stream without a function. The caller gets 202 with
 * `{ shardId, sequenceNumber }` for a record, or `{ records }`, their number, for a batch. If Kinesis did
 * not accept every record of a batch, the caller gets 502 with `{ message, failed }`: `failed` lists the
 * indexes of the records to send again, starting at 0.
 *
 * For a stream that is encrypted with a customer managed KMS key, the key's policy must allow
 * `kms:GenerateDataKey` to the route's role, `<api>-<stream>-PutRecord` or `-PutRecords`.
 *
 * @example
 * "POST /devices/{id}/readings": kinesis("readings", { partitionKey: from.path("id") })
 * "POST /readings": kinesis("readings", { records: "$", recordKey: "$.device" })
 */
export function kinesis<const Name extends string, const Authorizer extends string = never>(
  stream: Name,
  options: KinesisSettings & RouteGuards<Authorizer> = {},
): RouteTo<KinesisIntegration<Name>, Authorizer> {
  return routeTo({ kind: "kinesis", stream }, options);
}

/** A JSONPath of one place, to which a template can append an index. */
const definitePath = text(/^\$(?:\.[A-Za-z_][\w-]*|\[\d+\])*$/, 'a JSONPath such as "$.readings"');

export const kinesisKind: IntegrationKind<KinesisIntegration> = {
  rule: integrationOptions<KinesisIntegration>({
    ...serviceRules,
    stream: required(text()),
    data: source,
    records: definitePath,
    partitionKey: source,
    recordKey: definitePath,
  }),
  readsBodies: true,
  check: (integration, place) => {
    const { data = from.body(), partitionKey, records, recordKey } = integration;
    if (recordKey !== undefined && (records === undefined || partitionKey)) {
      throw new RouteError(
        place.key,
        "recordKey requires records and excludes partitionKey",
        "Add records, and keep one of the two keys.",
      );
    }
    if (integration.data && records !== undefined) {
      throw new RouteError(
        place.key,
        "it has both data and records",
        "Remove data: the elements of records are the data.",
      );
    }
    const read = records === undefined ? data : from.json(records);
    checkService(integration, [read, partitionKey], place);
  },
  bind: (integration, { key }, { region, resources, roleFor }) => {
    const type = aws.kinesis.Stream;
    const stream = namedResource(integration.stream, resources, type, "a Kinesis stream");
    const { records } = integration;
    const action = records === undefined ? "PutRecord" : "PutRecords";
    const roleArn = roleFor({
      name: `${integration.stream}-${action}`,
      action: `kinesis:${action}`,
      resource: stream.arn,
    });
    return pulumi.output({ streamName: stream.name, roleArn }).apply((known) =>
      serviceOperation({
        ...integration,
        route: key,
        uri: `arn:aws:apigateway:${region}:kinesis:action/${action}`,
        roleArn: known.roleArn,
        headers: { "Content-Type": "application/x-amz-json-1.1" },
        requestTemplate: () =>
          records === undefined
            ? putRecord(known.streamName, integration)
            : putRecords(known.streamName, records, integration),
        responseTemplate: (shape) =>
          records === undefined
            ? jsonTemplate(shape ?? recordResponse)
            : batchResponse +
              (shape === undefined ? recordsResponse : jsonTemplate(shape)) +
              "#end",
        successStatus: 202,
        furtherStatuses: [502],
        errors: { ...callersErrors, ...integration.errors },
      }),
    );
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
    // The loop would treat an object's values as records, and a longer array would end the template
    // with 500. Without records, Kinesis refuses the request.
    `#set($all = $input.path('${path}'))`,
    `#if($input.json('${path}').startsWith('[') && $all.size() <= ${maxRecords})`,
    "#foreach($record in $all)",
    `#set($path = "${path}[$foreach.index]")${keyOf}`,
    '{"Data":"$util.base64Encode($input.json($path))",',
    `"PartitionKey":"${escapedOnce("$key")}${random}"}`,
    "#if($foreach.hasNext),#end#end#end]}",
  ].join("");
}

const recordResponse = {
  shardId: from.body("$.ShardId"),
  sequenceNumber: from.body("$.SequenceNumber"),
};

const recordsResponse = `{"records":$input.path('$.Records').size()}`;

/** Kinesis responds with 200 even if it accepted only some records or none. */
const batchResponse = [
  `#if("$!input.path('$.FailedRecordCount')" != "0")`,
  "#set($context.responseOverride.status = 502)",
  `${failureBody.slice(0, -1)},"failed":[#set($comma = "")`,
  "#foreach($record in $input.path('$.Records'))",
  `#if($record.containsKey('ErrorCode'))$comma$foreach.index#set($comma = ",")#end`,
  "#end]}",
  "#else",
].join("");
