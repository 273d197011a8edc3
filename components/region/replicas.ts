import * as pulumi from "@pulumi/pulumi";
import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";

/** Names of a platform's tables with replicas, as `<service>.<table>`. */
export const replicatedTables = ({ services }: Pick<Platform, "services">): string[] =>
  Object.entries(services).flatMap(([service, { tables = {} }]) =>
    Object.entries(tables)
      .filter(([, { replicas }]) => replicas !== undefined)
      .map(([table]) => `${service}.${table}`),
  );

/** The arguments of a region that concern replicas. */
interface ReplicaArgs {
  readonly region: string;
  readonly definition: Platform;
  readonly replicaRegions?: readonly string[];
  readonly home?: { readonly tables?: pulumi.Input<Record<string, string>> | undefined };
}

/** A table has its own region already, and a region that is not home needs a replica of each. */
export const replicaFaults = (args: ReplicaArgs): OptionFault[] => [
  ...ownRegionFaults(args),
  ...missingTableFaults(args),
];

const ownRegionFaults = ({ region, replicaRegions }: ReplicaArgs): OptionFault[] =>
  replicaRegions?.includes(region)
    ? [
        {
          argument: "replicaRegions",
          given: replicaRegions,
          allowed: "other regions than the stack's",
          fix: `Leave out ${region}.`,
        },
      ]
    : [];

function missingTableFaults({ home, definition }: ReplicaArgs): OptionFault[] {
  const tables = home?.tables;
  if (!home || pulumi.Output.isInstance(tables) || tables instanceof Promise) return [];
  const missing = replicatedTables(definition).filter((table) => !tables?.[table]);
  if (missing.length === 0) return [];
  const fix = "Pass the names of the home region's tables, which have replicas in this region.";
  const allowed = `an object with ${missing.join(", ")}`;
  return [{ argument: "home.tables", given: tables, allowed, fix }];
}
