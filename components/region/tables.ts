import * as pulumi from "@pulumi/pulumi";
import type { TableDefinition } from "../platform/index.ts";
import { accessTo, ServiceTable } from "../service/index.ts";
import type { AllowStatement } from "../shared/iam.ts";
import type { RegionalPlatformArgs } from "./args.ts";
import { ownAccount } from "../shared/iam.ts";

/** A table that a service uses in this region. */
export interface UsedTable {
  readonly tableName: pulumi.Output<string>;
  readonly tableArn: pulumi.Output<string>;
  /** Allows the service to use it. */
  readonly statement: AllowStatement;
}

/** All tables of the region's services, as `<service>.<table>`. */
export type Tables = Readonly<Record<string, UsedTable>>;

/**
 * Creates the services' tables. Those with replicas exist in the home region's stack; elsewhere, refers
 * to the replica in this region.
 */
export function createTables(
  name: string,
  args: RegionalPlatformArgs,
  opts: pulumi.ComponentResourceOptions,
): Tables {
  const { home, production: deletionProtection, replicaRegions = [], definition } = args;
  const create = (service: string, table: string, given: TableDefinition): UsedTable => {
    const { replicas, ...options } = given;
    if (replicas && home) return replica(`${service}.${table}`, options.actions, args, opts);
    return new ServiceTable(
      `${name}-${service}-table-${table}`,
      { ...options, deletionProtection, ...(replicas && { replicaRegions }) },
      opts,
    );
  };
  const tables = Object.entries(definition.services).flatMap(([service, { tables = {} }]) =>
    Object.entries(tables).map(
      ([table, each]) => [`${service}.${table}`, create(service, table, each)] as const,
    ),
  );
  return Object.fromEntries(tables);
}

/** A service's tables by their names in the definition. */
export const tablesOf = (tables: Tables, service: string): Record<string, UsedTable> =>
  Object.fromEntries(
    Object.entries(tables)
      .filter(([key]) => key.startsWith(`${service}.`))
      .map(([key, table]) => [key.slice(service.length + 1), table]),
  );

/** The replica in this region: it has the name of the home region's table. */
function replica(
  key: string,
  actions: TableDefinition["actions"],
  { home, region }: RegionalPlatformArgs,
  { parent }: pulumi.ComponentResourceOptions,
): UsedTable {
  const tableName = pulumi.output(home?.tables).apply((names) => names![key]!);
  const accountId = ownAccount({ parent });
  const arn = pulumi.interpolate`arn:aws:dynamodb:${region}:${accountId}:table/${tableName}`;
  return { tableName, tableArn: arn, statement: accessTo(arn, actions) };
}
