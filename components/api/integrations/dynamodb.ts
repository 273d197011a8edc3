import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { actionCall, dynamodbRule, type DynamodbSettings } from "./dynamodbActions.ts";
import type { TableKeys } from "./dynamodbQuery.ts";
import type { IntegrationKind } from "./integration.ts";
import { namedResource } from "./named.ts";
import { checkService, serviceOperation } from "./serviceProxy.ts";

/** Target: a DynamoDB table. */
export type DynamodbIntegration<Name extends string = string> = DynamodbSettings & {
  readonly kind: "dynamodb";
  /** Name of the table among the platform's resources. */
  readonly table: Name;
};

/**
 * A route to a DynamoDB table without a function. The caller gets
 * - for `get` 200 with the item as plain JSON, or 404 for a missing item;
 * - for `put` 201 with `{}`, for `delete` and `update` 204 (200 with `returnsItem`), and 409 if the
 *   condition is false;
 * - for `query` 200 with `{ items, next }`: `next` is the value of the query parameter `next` for the
 *   next page, and null on the last page;
 * - 400 for values that DynamoDB refuses, such as an empty key.
 *
 * Expressions are fixed texts; requests only provide values. Put the caller's `sub` into the key to keep
 * callers from the items of others. Maps and lists in an item are returned up to four deep. An item
 * with a list, set or map of more than 1,000 elements gets 500, the limit of a template's loop.
 *
 * For a table that is encrypted with a customer managed KMS key, the key's policy must let the route's
 * role, such as `<api>-<table>-GetItem`, use the key through DynamoDB (`kms:ViaService`).
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
): RouteTo<DynamodbIntegration<Name>, Authorizer> {
  return routeTo({ kind: "dynamodb", table }, options);
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
