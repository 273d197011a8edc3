import { flag, mapOf, type OptionRules, required, text, whole } from "../../shared/options.ts";
import { escapedOnce, jsonTemplate, setText } from "../templates/jsonTemplate.ts";
import { plainItem } from "../templates/plainItem.ts";
import { from } from "../templates/source.ts";
import { attributeNames, fieldsRule, type Item, itemRule, projection } from "./dynamodbItem.ts";
import { IntegrationError } from "./named.ts";
import type { ServiceSettings } from "./serviceProxy.ts";

export interface QuerySettings extends ServiceSettings {
  /** Key condition expression, such as "owner = :owner"; `#n` refers to `names`, `:v` to `values`. */
  readonly keyCondition: string;
  /** Values in expressions by name without the colon: `{ owner: from.claim("sub") }` for `:owner`. */
  readonly values: Item;
  /** Names in expressions without the hash sign: `{ n: "name" }` for `#n`. @default none */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** Name of the index to query. @default the table itself */
  readonly index?: string | undefined;
  /** Filter expression for the items that were read. @default every item is returned */
  readonly filter?: string | undefined;
  /** Attributes to return. @default all attributes of the table or index */
  readonly fields?: readonly string[] | undefined;
  /** Items to read for a page, 1 to 1000. @default 100 */
  readonly limit?: number | undefined;
  /** Starts with the highest sort key. @default false */
  readonly backwards?: boolean | undefined;
}

/** Key attributes, which mark the end of a page. */
export interface TableKeys {
  /** `S`, `N` or `B` by attribute. */
  readonly types: Readonly<Record<string, string>>;
  /** The table's partition key and, if it has one, sort key. */
  readonly table: readonly string[];
  /** The keys of its indexes by name. */
  readonly indexes: Readonly<Record<string, readonly string[]>>;
}

const defaultLimit = 100;

/** Limit of a template's loop. Source: API Gateway Developer Guide, "Amazon API Gateway quotas". */
const maxLimit = 1000;

export const queryRules: Omit<OptionRules<QuerySettings>, keyof ServiceSettings> = {
  keyCondition: required(text()),
  values: required(itemRule),
  names: mapOf(text()),
  index: text(/^[\w.-]{3,255}$/, "an index's name"),
  filter: text(),
  fields: fieldsRule,
  limit: whole(1, maxLimit, "API Gateway limits the loop in a page's template."),
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
 * Start of a page: the keys' values, separated by `~1`, with `~0` for a tilde in a value. Unlike JSON in
 * base64, every text is well-formed, and each value stays in its field. A forged start can only be
 * another place within the key condition, because DynamoDB refuses all others.
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
    // DynamoDB refuses this key. Without a key, it would return the first page.
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

/** Keys of the table and the index: DynamoDB continues from both. */
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
