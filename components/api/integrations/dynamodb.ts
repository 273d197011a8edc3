import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type RouteGuards, splitGuards } from "../guards/index.ts";
import { actionCall, dynamodbRule, type DynamodbSettings } from "./dynamodbActions.ts";
import type { TableKeys } from "./dynamodbQuery.ts";
import type { IntegrationKind } from "./integration.ts";
import { namedResource } from "./named.ts";
import { checkService, serviceOperation } from "./serviceProxy.ts";

/** To a DynamoDB table. */
export type DynamodbIntegration<Name extends string = string> = DynamodbSettings & {
  readonly kind: "dynamodb";
  /** Name of the table among the platform's resources. */
  readonly table: Name;
};

/**
 * A route to a DynamoDB table, with no function between. The caller gets
 * - for `get` 200 with the item as plain JSON, 404 when there is none;
 * - for `put` 201 with `{}`, for `delete` and `update` 204 (200 with `returnsItem`), 409 when the
 *   condition does not hold;
 * - for `query` 200 with `{ items, next }`: `next` is null on the last page, else what the query
 *   parameter `next` takes to go on;
 * - 400 for values that DynamoDB can't take, such as an empty key.
 *
 * Only fixed texts become expressions; what the request brings are values. Put the caller's `sub` into
 * the key, and nobody reaches another's items. Maps and lists within an item go out four deep. An item
 * with a list, set or map of more than 1,000 is answered with 500: a template loops no more often.
 *
 * A table that is encrypted with a KMS key of one's own answers nothing unless the key's policy lets
 * the route's role, `<api>-<table>-GetItem` and so on, use the key through DynamoDB (`kms:ViaService`).
 *
 * @example
 * "GET /notes/{id}": dynamodb("notes", {
 *   action: "get",
 *   key: { owner: from.claim("sub"), id: from.path("id") },
 * })
 * "PATCH /notes/{id}": dynamodb("notes", {
 *   action: "update",
 *   key: { owner: from.claim("sub"), id: from.path("id") },
 *   update: "SET #text = :text",
 *   names: { text: "text" },
 *   values: { text: from.body("$.text") },
 *   condition: "attribute_exists(id)",
 *   errors: { ConditionalCheckFailedException: 404 },
 * })
 */
export function dynamodb<const Name extends string, const Authorizer extends string = never>(
  table: Name,
  options: DynamodbSettings & RouteGuards<Authorizer>,
): RouteGuards<Authorizer> & { readonly integration: DynamodbIntegration<Name> } {
  const { guards, settings } = splitGuards<DynamodbSettings, Authorizer>(options);
  return { ...guards, integration: { kind: "dynamodb", table, ...settings } };
}

const actions = {
  get: "GetItem",
  put: "PutItem",
  update: "UpdateItem",
  delete: "DeleteItem",
  query: "Query",
} as const;

export const dynamodbKind: IntegrationKind<DynamodbIntegration> = {
  rule: dynamodbRule,
  readsBodies: true,
  check: (integration, place) => checkService(integration, integration, place),
  bind: (integration, { key }, { region, resources, roleFor }) => {
    const type = aws.dynamodb.Table;
    const table = namedResource(integration.table, resources, type, "a DynamoDB table");
    const action = actions[integration.action];
    const index = integration.action === "query" ? integration.index : undefined;
    const roleArn = roleFor({
      name: [integration.table, action, ...(index ? [index] : [])].join("-"),
      action: `dynamodb:${action}`,
      resource: index ? pulumi.interpolate`${table.arn}/index/${index}` : table.arn,
    });
    return pulumi.output({ name: table.name, keys: keysOf(table), roleArn }).apply((known) =>
      serviceOperation({
        ...integration,
        ...actionCall(integration, known.name, known.keys),
        route: key,
        uri: `arn:aws:apigateway:${region}:dynamodb:action/${action}`,
        roleArn: known.roleArn,
        errors: { ...callersErrors, ...integration.errors },
      }),
    );
  },
};

/** Source: Amazon DynamoDB API Reference, errors of these actions. */
const callersErrors = {
  ConditionalCheckFailedException: 409,
  ItemCollectionSizeLimitExceededException: 400,
  SerializationException: 400,
  TransactionConflictException: 409,
  ValidationException: 400,
};

const keysOf = (table: aws.dynamodb.Table): pulumi.Output<TableKeys> =>
  pulumi
    .all([
      table.hashKey,
      table.rangeKey,
      table.attributes,
      table.globalSecondaryIndexes,
      table.localSecondaryIndexes,
    ])
    .apply(([hashKey, rangeKey, all, globals = [], locals = []]) => {
      const types = Object.fromEntries((all ?? []).map(({ name, type }) => [name, type]));
      const indexes = [
        ...globals.map(({ name, hashKey, rangeKey }) => [name, [hashKey, rangeKey]] as const),
        ...locals.map(({ name, rangeKey }) => [name, [hashKey, rangeKey]] as const),
      ];
      return {
        types,
        table: present([hashKey, rangeKey]),
        indexes: Object.fromEntries(indexes.map(([name, names]) => [name, present(names)])),
      };
    });

const present = (names: readonly (string | undefined)[]): string[] =>
  names.filter((name): name is string => name !== undefined && name !== "");
