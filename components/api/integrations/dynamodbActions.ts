import { flag, type OptionRules, optionsBy, required, text } from "../../shared/options.ts";
import { jsonTemplate } from "../templates/jsonTemplate.ts";
import { plainItem } from "../templates/plainItem.ts";
import {
  attributeNames,
  attributes,
  conditionRules,
  type ConditionSettings,
  fieldsRule,
  type Item,
  itemRule,
  projection,
} from "./dynamodbItem.ts";
import {
  queryRequest,
  queryResponse,
  queryRules,
  type QuerySettings,
  type TableKeys,
} from "./dynamodbQuery.ts";
import { integrationOptions } from "./named.ts";
import { type ServiceCall, serviceRules, type ServiceSettings } from "./serviceProxy.ts";

export interface GetSettings extends ServiceSettings {
  /** The item's whole key. */
  readonly key: Item;
  /** Attributes to return. @default all */
  readonly fields?: readonly string[] | undefined;
  /** Reads the latest write, at twice the price. @default false */
  readonly consistent?: boolean | undefined;
}

export interface PutSettings extends ServiceSettings, ConditionSettings {
  /** The whole item with its key. Replaces an item with the same key. */
  readonly item: Item;
}

export interface UpdateSettings extends ServiceSettings, ConditionSettings {
  /** The item's whole key. Creates a missing item, unless the condition forbids it. */
  readonly key: Item;
  /** Update expression, such as "SET title = :title ADD edits :one". */
  readonly update: string;
  /** Returns the updated item. @default false */
  readonly returnsItem?: boolean | undefined;
}

export interface DeleteSettings extends ServiceSettings, ConditionSettings {
  /** The item's whole key. */
  readonly key: Item;
}

/** The action on the table, with its settings. */
export type DynamodbSettings =
  | ({ readonly action: "get" } & GetSettings)
  | ({ readonly action: "put" } & PutSettings)
  | ({ readonly action: "update" } & UpdateSettings)
  | ({ readonly action: "delete" } & DeleteSettings)
  | ({ readonly action: "query" } & QuerySettings);

type Rules<Settings> = Omit<OptionRules<Settings>, keyof ServiceSettings>;

const getRules: Rules<GetSettings> = {
  key: required(itemRule),
  fields: fieldsRule,
  consistent: flag,
};

const putRules: Rules<PutSettings> = { ...conditionRules, item: required(itemRule) };

const updateRules: Rules<UpdateSettings> = {
  ...conditionRules,
  key: required(itemRule),
  // Source: Amazon DynamoDB Developer Guide, "Using update expressions in DynamoDB".
  update: required(
    text(
      /^\s*(SET|REMOVE|ADD|DELETE)\s/i,
      'an update expression such as "SET title = :title"; it begins with SET, REMOVE, ADD or DELETE',
    ),
  ),
  returnsItem: flag,
};

const deleteRules: Rules<DeleteSettings> = { ...conditionRules, key: required(itemRule) };

const common = { ...serviceRules, table: required(text()), action: required(text()) };

type Target = { readonly kind: "dynamodb"; readonly table: string; readonly action: string };

export const dynamodbRule = optionsBy("action", {
  get: integrationOptions<Target & GetSettings>({ ...common, ...getRules }),
  put: integrationOptions<Target & PutSettings>({ ...common, ...putRules }),
  update: integrationOptions<Target & UpdateSettings>({ ...common, ...updateRules }),
  delete: integrationOptions<Target & DeleteSettings>({ ...common, ...deleteRules }),
  query: integrationOptions<Target & QuerySettings>({ ...common, ...queryRules }),
});

/** The parts of a service call that depend on the action. */
type ActionCall = Pick<
  ServiceCall,
  "requestTemplate" | "responseTemplate" | "successStatus" | "furtherStatuses"
>;

/** Builds the templates of an action. */
export function actionCall(settings: DynamodbSettings, table: string, keys: TableKeys): ActionCall {
  const TableName = table;
  switch (settings.action) {
    case "get":
      return {
        requestTemplate: () =>
          jsonTemplate({
            TableName,
            Key: attributes(settings.key),
            ...projection(settings.fields),
            ...(settings.consistent && { ConsistentRead: true }),
          }),
        responseTemplate: (shape) =>
          foundOr404(shape ? jsonTemplate(shape) : plainItem("$input.path('$.Item')")),
        successStatus: 200,
        furtherStatuses: [404],
      };
    case "put":
      return {
        requestTemplate: () =>
          jsonTemplate({
            TableName,
            Item: attributes(settings.item),
            ...conditionOf(settings),
          }),
        responseTemplate: (shape = {}) => jsonTemplate(shape),
        successStatus: 201,
      };
    case "update":
      return {
        requestTemplate: () =>
          jsonTemplate({
            TableName,
            Key: attributes(settings.key),
            UpdateExpression: settings.update,
            ...conditionOf(settings),
            ...(settings.returnsItem && { ReturnValues: "ALL_NEW" }),
          }),
        responseTemplate: (shape) => {
          if (shape) return jsonTemplate(shape);
          return settings.returnsItem ? plainItem("$input.path('$.Attributes')") : nothing;
        },
        successStatus: settings.returnsItem ? 200 : 204,
      };
    case "delete":
      return {
        requestTemplate: () =>
          jsonTemplate({
            TableName,
            Key: attributes(settings.key),
            ...conditionOf(settings),
          }),
        responseTemplate: (shape) => (shape ? jsonTemplate(shape) : nothing),
        successStatus: 204,
      };
    case "query":
      return {
        requestTemplate: () => queryRequest(table, settings, keys),
        responseTemplate: (shape) => (shape ? jsonTemplate(shape) : queryResponse(settings, keys)),
        successStatus: 200,
      };
  }
}

/** A template without output. An empty template would return the service's response. */
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
