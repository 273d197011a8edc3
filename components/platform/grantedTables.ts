import type { OptionFault } from "../shared/errors.ts";
import { isObject } from "../shared/options.ts";
import type { PlatformDefinition } from "./definition.ts";

/** Tables of an option `tables` that no service has. */
export function grantedTableFaults(
  tables: unknown,
  { services }: PlatformDefinition,
  path = "tables",
): OptionFault[] {
  if (!isObject(tables) || !isObject(services)) return [];
  const known = tableNames(services);
  return Object.keys(tables)
    .filter((key) => !known.includes(key))
    .map((key) => unknownTable(`${path}["${key}"]`, key, known));
}

/** Faults of the tables that triggers of the user pool use. */
export function triggerTableFaults(definition: PlatformDefinition): OptionFault[] {
  const { services, identity } = definition;
  const triggers: unknown = isObject(identity) ? identity["triggers"] : undefined;
  if (!isObject(triggers) || !isObject(services)) return [];
  const granted = Object.entries(triggers).flatMap(([trigger, options]) =>
    isObject(options)
      ? grantedTableFaults(options["tables"], definition, `identity.triggers.${trigger}.tables`)
      : [],
  );
  const isReplicated = isObject(identity) && identity["replication"] === "managed";
  return [...granted, ...claimsTableFaults(triggers, services, isReplicated)];
}

function claimsTableFaults(
  { preTokenGeneration }: Readonly<Record<string, unknown>>,
  services: object,
  isReplicated: boolean,
): OptionFault[] {
  const source = isObject(preTokenGeneration) ? preTokenGeneration["claimsFrom"] : undefined;
  if (!isObject(source) || typeof source["table"] !== "string") return [];
  const { table, key = "sub" } = source as { table: string; key?: unknown };
  const argument = "identity.triggers.preTokenGeneration.claimsFrom.table";
  const found = tablesIn(services).find(([name]) => name === table)?.[1];
  if (!found) return [unknownTable(argument, table, tableNames(services))];
  if (isReplicated && found["replicas"] === undefined) {
    const allowed = 'a table with replicas: "all" for a replicated pool';
    const fix = "Tokens of the replica's region would lack the claims: add replicas to the table.";
    return [{ argument, given: table, allowed, fix }];
  }
  if (found["partitionKey"] === key && found["sortKey"] === undefined) return [];
  return [
    {
      argument,
      given: table,
      allowed: `a table with the partition key "${String(key)}" alone, which is the user's sub`,
      fix: "Set key to the table's partition key.",
    },
  ];
}

const tableNames = (services: object): string[] => tablesIn(services).map(([name]) => name);

const tablesIn = (services: object) =>
  Object.entries(services).flatMap(([service, each]: [string, unknown]) =>
    Object.entries(isObject(each) && isObject(each["tables"]) ? each["tables"] : {}).map(
      ([table, options]) =>
        [`${service}.${table}`, Object(options) as Record<string, unknown>] as const,
    ),
  );

const unknownTable = (argument: string, given: string, known: readonly string[]): OptionFault => ({
  argument,
  given,
  allowed: known.length > 0 ? known.join(", ") : "tables of services, of which there are none",
  isName: true,
});
