import { awsClient, type AwsClient, dynamoDb } from "../../shared/awsClient.ts";
import { fromItem, type ItemValue, toItem } from "../../shared/dynamoItems.ts";
import type { Environment } from "../../shared/environment.ts";
import type { Claims, ClaimValue } from "./claims.ts";

/** A table with an item for each user. */
interface ClaimsTable {
  readonly table: string;
  /** The partition key, whose value is the user's `sub`. */
  readonly key: string;
  /** Attributes that become claims of the same name. */
  readonly claims: readonly string[];
}

/**
 * Claims in a table, which may be a second old. A user without an item has none.
 *
 * @throws Error when the table can't be read: tokens without the claims would have other rights
 */
export type ReadClaims = (sub: string) => Promise<Claims>;

/** Reads `CLAIMS_TABLE`, a table as JSON. */
export function tableClaimsOf(environment: Environment): ReadClaims {
  const table = environment.json<ClaimsTable>("CLAIMS_TABLE");
  return table ? createReader(awsClient(dynamoDb), table) : async () => ({});
}

export function createReader(dynamo: AwsClient, { table, key, claims }: ClaimsTable): ReadClaims {
  // Names in place of attributes, because many words are reserved in expressions.
  const names = Object.fromEntries(claims.map((claim, index) => [`#${index}`, claim]));
  return async (sub) => {
    const { Item: item } = await dynamo("GetItem", {
      TableName: table,
      Key: toItem({ [key]: sub }),
      ProjectionExpression: Object.keys(names).join(", "),
      ExpressionAttributeNames: names,
    });
    const values = Object.entries(fromItem(item) ?? {});
    return Object.fromEntries(values.flatMap(([name, value]) => claimOf(name, value)));
  };
}

/** Values without a counterpart in JSON are left out. */
const claimOf = (name: string, value: ItemValue | undefined): [string, ClaimValue][] =>
  value === undefined || value === null ? [] : [[name, jsonOf(value)]];

const jsonOf = (value: ItemValue): ClaimValue =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (each instanceof Set ? [...each] : each)),
  ) as ClaimValue;
