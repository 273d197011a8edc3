import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RouteGuards } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { jsonTemplate } from "../templates/jsonTemplate.ts";
import { plainItem } from "../templates/plainItem.ts";
import {
  attributeNames,
  attributes,
  type ConditionSettings,
  type Item,
  projection,
} from "./dynamodbItem.ts";
import {
  checkQuery,
  queryAnswer,
  queryRequest,
  type QuerySettings,
  type TableKeys,
} from "./dynamodbQuery.ts";
import type { IntegrationKind } from "./integration.ts";
import { namedResource } from "./named.ts";
import { checkService, serviceOperation, type ServiceSettings, split } from "./serviceProxy.ts";

interface GetSettings extends ServiceSettings {
  /** The item's whole key. */
  readonly key: Item;
  /** Attributes that go out. @default all */
  readonly fields?: readonly string[] | undefined;
  /** Reads what was written last, at twice the price. @default false */
  readonly consistent?: boolean | undefined;
}

interface PutSettings extends ServiceSettings, ConditionSettings {
  /** The whole item, with its key; one of that key is replaced. */
  readonly item: Item;
}

interface UpdateSettings extends ServiceSettings, ConditionSettings {
  /** The item's whole key. An item that is not there is made, unless the condition forbids it. */
  readonly key: Item;
  /** What changes, such as "SET title = :title ADD edits :one". */
  readonly update: string;
  /** Whether the caller gets the item as it then is. @default false: nothing */
  readonly returnsItem?: boolean | undefined;
}

interface DeleteSettings extends ServiceSettings, ConditionSettings {
  /** The item's whole key. */
  readonly key: Item;
}

/** What is done with the table. */
export type DynamodbSettings =
  | ({ readonly action: "get" } & GetSettings)
  | ({ readonly action: "put" } & PutSettings)
  | ({ readonly action: "update" } & UpdateSettings)
  | ({ readonly action: "delete" } & DeleteSettings)
  | ({ readonly action: "query" } & QuerySettings);

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
  const { guards, settings } = split<ServiceSettings & Record<OwnSetting, unknown>, object>(
    options as unknown as ServiceSettings & Record<OwnSetting, unknown>,
    ownSettings,
  );
  const integration = { kind: "dynamodb", table, ...settings };
  return { ...guards, integration: integration as unknown as DynamodbIntegration<Name> };
}

const ownSettings = [
  "action",
  "key",
  "fields",
  "consistent",
  "item",
  "update",
  "returnsItem",
  "condition",
  "values",
  "names",
  "index",
  "keyCondition",
  "filter",
  "limit",
  "backwards",
] as const;
type OwnSetting = (typeof ownSettings)[number];

const actions = {
  get: "GetItem",
  put: "PutItem",
  update: "UpdateItem",
  delete: "DeleteItem",
  query: "Query",
} as const;

export const dynamodbKind: IntegrationKind<DynamodbIntegration> = {
  check: (integration, place) => {
    if (integration.action === "query") checkQuery(integration, place.key);
    if (integration.action === "update") checkUpdate(integration, place.key);
    checkService(integration, integration, place);
  },
  bind: (integration, { region, resources }) => {
    const table = namedResource(
      integration.table,
      resources,
      aws.dynamodb.Table,
      "a DynamoDB table",
    );
    const action = actions[integration.action];
    const index = integration.action === "query" ? integration.index : undefined;
    return {
      values: { arn: table.arn, name: table.name, keys: keysOf(table) },
      grant: {
        name: [integration.table, action, ...(index ? [index] : [])].join("-"),
        action: `dynamodb:${action}`,
        resource: index ? pulumi.interpolate`${table.arn}/index/${index}` : table.arn,
      },
      compile: ({ name, keys }: { name: string; keys: string }, roleArn) => {
        const tableKeys = JSON.parse(keys) as TableKeys;
        return serviceOperation({
          ...integration,
          ...kindOf(integration, name, tableKeys),
          uri: `arn:aws:apigateway:${region}:dynamodb:action/${action}`,
          roleArn,
          errors: { ...callersErrors, ...integration.errors },
        });
      },
    };
  },
};

/** Source: Amazon DynamoDB Developer Guide, "Using update expressions in DynamoDB". */
function checkUpdate({ update }: UpdateSettings, key: string): void {
  if (/^\s*(SET|REMOVE|ADD|DELETE)\s/i.test(update)) return;
  throw new RouteError(
    key,
    `its update is ${JSON.stringify(update)}`,
    'Begin with SET, REMOVE, ADD or DELETE: "SET title = :title".',
  );
}

/** Source: Amazon DynamoDB API Reference, errors of these actions. */
const callersErrors = {
  ConditionalCheckFailedException: 409,
  ItemCollectionSizeLimitExceededException: 400,
  SerializationException: 400,
  TransactionConflictException: 409,
  ValidationException: 400,
};

type CallParts = Pick<
  Parameters<typeof serviceOperation>[0],
  "made" | "answer" | "success" | "others"
>;

function kindOf(integration: DynamodbIntegration, table: string, keys: TableKeys): CallParts {
  const TableName = table;
  switch (integration.action) {
    case "get":
      return {
        made: () =>
          jsonTemplate({
            TableName,
            Key: attributes(integration.key),
            ...projection(integration.fields),
            ...(integration.consistent && { ConsistentRead: true }),
          }),
        answer: (shape) =>
          foundOr404(shape ? jsonTemplate(shape) : plainItem("$input.path('$.Item')")),
        success: 200,
        others: [404],
      };
    case "put":
      return {
        made: () =>
          jsonTemplate({
            TableName,
            Item: attributes(integration.item),
            ...conditionOf(integration),
          }),
        answer: (shape = {}) => jsonTemplate(shape),
        success: 201,
      };
    case "update":
      return {
        made: () =>
          jsonTemplate({
            TableName,
            Key: attributes(integration.key),
            UpdateExpression: integration.update,
            ...conditionOf(integration),
            ...(integration.returnsItem && { ReturnValues: "ALL_NEW" }),
          }),
        answer: (shape) => {
          if (shape) return jsonTemplate(shape);
          return integration.returnsItem ? plainItem("$input.path('$.Attributes')") : nothing;
        },
        success: integration.returnsItem ? 200 : 204,
      };
    case "delete":
      return {
        made: () =>
          jsonTemplate({
            TableName,
            Key: attributes(integration.key),
            ...conditionOf(integration),
          }),
        answer: (shape) => (shape ? jsonTemplate(shape) : nothing),
        success: 204,
      };
    case "query":
      return {
        made: () => queryRequest(table, integration, keys),
        answer: (shape) => (shape ? jsonTemplate(shape) : queryAnswer(integration, keys)),
        success: 200,
      };
  }
}

/** Yields nothing; an empty template would let the service's answer through. */
const nothing = "#set($nothing = '')";

const conditionOf = ({ condition, values, names }: ConditionSettings) => ({
  ...(condition && { ConditionExpression: condition }),
  ...attributeNames(names, values),
});

const foundOr404 = (found: string): string =>
  [
    `#if("$!input.path('$.Item')" == "")#set($context.responseOverride.status = 404)`,
    `${jsonTemplate({ message: "Not Found" })}#else${found}#end`,
  ].join("");

/** As text: what a binding knows are texts. */
const keysOf = (table: aws.dynamodb.Table): pulumi.Output<string> =>
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
      const keys: TableKeys = {
        types,
        table: present([hashKey, rangeKey]),
        indexes: Object.fromEntries(indexes.map(([name, names]) => [name, present(names)])),
      };
      return JSON.stringify(keys);
    });

const present = (names: readonly (string | undefined)[]): string[] =>
  names.filter((name): name is string => name !== undefined && name !== "");
