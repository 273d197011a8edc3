import { flag, mapOf, type OptionRules, required, text, whole } from "../../shared/options.ts";
import { escapedOnce, jsonTemplate, setText } from "../templates/jsonTemplate.ts";
import { plainItem } from "../templates/plainItem.ts";
import { from } from "../templates/source.ts";
import { attributeNames, fieldsRule, type Item, itemRule, projection } from "./dynamodbItem.ts";
import { IntegrationError } from "./named.ts";
import type { ServiceSettings } from "./serviceProxy.ts";

export interface QuerySettings extends ServiceSettings {
  /** Which items, such as "owner = :owner"; `#n` and `:v` stand for `names` and `values`. */
  readonly keyCondition: string;
  /** Values in expressions by name without the colon: `{ owner: from.claim("sub") }` for `:owner`. */
  readonly values: Item;
  /** Names in expressions without the hash sign: `{ n: "name" }` for `#n`. @default none */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** The index that is asked. @default the table itself */
  readonly index?: string | undefined;
  /** Which of the items that were read go out. @default all of them */
  readonly filter?: string | undefined;
  /** Attributes that go out. @default all that the table or index has */
  readonly fields?: readonly string[] | undefined;
  /** Items that are read for a page, 1 to 1000. @default 100 */
  readonly limit?: number | undefined;
  /** Begins with the highest sort key. @default false */
  readonly backwards?: boolean | undefined;
}

/** What a page's end is told by. */
export interface TableKeys {
  /** `S`, `N` or `B` by attribute. */
  readonly types: Readonly<Record<string, string>>;
  /** The table's partition key and, if it has one, sort key. */
  readonly table: readonly string[];
  /** The same of its indexes. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
}

const defaultLimit = 100;

/** As often as a template's loop runs. Source: API Gateway Developer Guide, "Amazon API Gateway quotas". */
const maxLimit = 1000;

export const queryRules: Omit<OptionRules<QuerySettings>, keyof ServiceSettings> = {
  keyCondition: required(text()),
  values: required(itemRule),
  names: mapOf(text()),
  index: text(/^[\w.-]{3,255}$/, "an index's name"),
  filter: text(),
  fields: fieldsRule,
  limit: whole(1, maxLimit, "The template of a page can't loop more often."),
  backwards: flag,
};

/** Source: Amazon DynamoDB API Reference, "Query". */
export function queryRequest(table: string, settings: QuerySettings, keys: TableKeys): string {
  const { keyCondition, filter, values, names, fields, index, limit, backwards } = settings;
  const request = jsonTemplate({
    TableName: table,
    KeyConditionExpression: keyCondition,
    ...attributeNames(names, values),
    ...projection(fields, names),
    ...(index && { IndexName: index }),
    ...(filter && { FilterExpression: filter }),
    Limit: limit ?? defaultLimit,
    ...(backwards && { ScanIndexForward: false }),
  });
  return `${request.slice(0, -1)}${startKey(pageKeys(settings, keys), keys)}}`;
}

/**
 * Where a page begins: the keys' values, each with `~0` for its tildes, with `~1` between them. Unlike
 * JSON in base64 it can't be malformed, and each value is put into its own field: a forged one is at
 * most another place within what the condition already allows, which DynamoDB insists on.
 */
function startKey(names: readonly string[], { types }: TableKeys): string {
  const fields = names.map((name, index) => {
    const value = escapedOnce(`$keys.get(${index}).replaceAll('~0', '~')`);
    return `${JSON.stringify(name)}:{"${types[name] ?? "S"}":"${value}"}`;
  });
  return [
    setText("next", from.query("next")),
    `#if($next != "")#set($keys = $next.split('~1'))`,
    `#if($keys.size() == ${names.length}),"ExclusiveStartKey":{${fields.join(",")}}`,
    // Refused, as a forged one should be; none at all would be the first page.
    `#else,"ExclusiveStartKey":{"~":{"S":"~"}}#end#end`,
  ].join("");
}

/** `{ items, next }`. */
export function queryResponse(settings: QuerySettings, keys: TableKeys): string {
  const names = pageKeys(settings, keys);
  const values = names.map(
    (name, index) =>
      `#set($key${index} = $last.get('${name}').get('${keys.types[name] ?? "S"}').replaceAll('~', '~0'))`,
  );
  return [
    `{"items":[#foreach($item in $input.path('$.Items'))${plainItem("$item")}`,
    "#if($foreach.hasNext),#end#end],",
    `#set($last = $input.path('$.LastEvaluatedKey'))`,
    `"next":#if("$!input.path('$.LastEvaluatedKey')" == "")null#{else}${values.join("")}`,
    `"${names.map((_, index) => escapedOnce(`$key${index}`)).join("~1")}"#end}`,
  ].join("");
}

/** The table's keys and the index's: DynamoDB goes on from both. */
function pageKeys({ index }: QuerySettings, keys: TableKeys): string[] {
  const names = [...new Set([...keys.table, ...(index ? indexKeys(index, keys) : [])])];
  const unwritable = names.find((name) => !/^[\w.:-]+$/.test(name));
  if (unwritable === undefined) return names;
  throw new IntegrationError(
    `A route queries a table with the key attribute "${unwritable}", which a template can't name. ` +
      "Use letters, digits and _ . : -.",
  );
}

function indexKeys(index: string, keys: TableKeys): readonly string[] {
  const ofIndex = keys.indexes[index];
  if (ofIndex) return ofIndex;
  const known = Object.keys(keys.indexes);
  throw new IntegrationError(
    `A route queries the index "${index}", which its table does not have. ` +
      (known.length > 0 ? `Use one of: ${known.join(", ")}.` : "The table has no index."),
  );
}
