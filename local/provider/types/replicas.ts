import { setTimeout } from "node:timers/promises";
import {
  DescribeTableCommand,
  type ReplicationGroupUpdate,
  UpdateTableCommand,
} from "@aws-sdk/client-dynamodb";
import type { Properties } from "../../graph/resource.ts";
import { RefusedError } from "../errors.ts";
import type { ProviderContext } from "../kind.ts";

/** The part of a replica that has an effect on one machine. */
interface Replica {
  readonly regionName: string;
  readonly deletionProtectionEnabled?: boolean;
}

export const replicasOf = (properties: Properties): readonly Replica[] =>
  (properties["replicas"] ?? []) as readonly Replica[];

/** Time limit for the other regions to create their replicas, in ms. */
const creationTimeoutMs = 30_000;

/**
 * Creates a table's replicas, as AWS's provider does: by requests to the table's region, and to the
 * replicas' for their protection. A region that does not run here gets none.
 */
export const addReplicas = (context: ProviderContext, table: string, inputs: Properties) =>
  changeReplicas(context, table, {}, inputs);

/** Deletes all replicas, because a table is deleted with the replica in its own region only. */
export const removeReplicas = (context: ProviderContext, table: string, outputs: Properties) =>
  changeReplicas(context, table, outputs, {});

export async function changeReplicas(
  context: ProviderContext,
  table: string,
  before: Properties,
  after: Properties,
): Promise<void> {
  const [old, wanted] = [replicasOf(before), replicasOf(after)];
  const removed = old.filter((replica) => !find(wanted, replica));
  const added = wanted.filter((replica) => !find(old, replica));
  for (const { regionName } of removed) await refuseIfProtected(context, table, regionName);
  await updateTable(context, table, [
    ...removed.map(({ regionName }) => ({ Delete: { RegionName: regionName } })),
    ...added.map(({ regionName }) => ({ Create: { RegionName: regionName } })),
  ]);
  if (added.length > 0) await untilActive(context, table);
  for (const replica of wanted) {
    const was = find(old, replica)?.deletionProtectionEnabled ?? false;
    if ((replica.deletionProtectionEnabled ?? false) !== was)
      await protect(context, table, replica);
  }
}

const find = (replicas: readonly Replica[], { regionName }: Replica) =>
  replicas.find((replica) => replica.regionName === regionName);

/** DynamoDB accepts one change of a replica at a time. */
async function updateTable(
  { aws }: ProviderContext,
  TableName: string,
  updates: ReplicationGroupUpdate[],
): Promise<void> {
  for (const update of updates) {
    await aws.dynamodb.send(new UpdateTableCommand({ TableName, ReplicaUpdates: [update] }));
  }
}

async function untilActive({ aws, region }: ProviderContext, TableName: string): Promise<void> {
  const end = Date.now() + creationTimeoutMs;
  for (;;) {
    const { Table } = await aws.dynamodb.send(new DescribeTableCommand({ TableName }));
    const replicas = Table?.Replicas ?? [];
    const failed = replicas.find(({ ReplicaStatus }) => ReplicaStatus === "CREATION_FAILED");
    if (failed) {
      throw new RefusedError(
        `The table ${TableName} exists in ${failed.RegionName} already, apart from that in ${region}. ` +
          "Delete it there, or choose another name.",
      );
    }
    const pending = replicas.filter(({ ReplicaStatus }) =>
      ["CREATING", "UPDATING"].includes(ReplicaStatus!),
    );
    if (pending.length === 0) return;
    if (Date.now() > end) {
      const regions = pending.map(({ RegionName }) => RegionName).join(", ");
      throw new RefusedError(
        `The AWS endpoint of ${regions} did not create the replica of ${TableName} within ` +
          `${creationTimeoutMs / 1000} s.`,
      );
    }
    await setTimeout(20);
  }
}

async function protect(context: ProviderContext, TableName: string, replica: Replica) {
  const aws = await context.elsewhere?.(replica.regionName);
  const DeletionProtectionEnabled = replica.deletionProtectionEnabled ?? false;
  await aws?.dynamodb.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled }));
}

/**
 * A protected replica stays, whatever its state in the stack is: protection may have been turned off in
 * its region.
 *
 * @throws RefusedError
 */
async function refuseIfProtected(context: ProviderContext, TableName: string, region: string) {
  const aws = await context.elsewhere?.(region);
  const described = await aws?.dynamodb
    .send(new DescribeTableCommand({ TableName }))
    .catch(ignoreMissing);
  if (!described?.Table?.DeletionProtectionEnabled) return;
  throw new RefusedError(
    `The replica of ${TableName} in ${region} can't be deleted while its deletion protection is on. ` +
      `Turn it off there: aws dynamodb update-table --region ${region} --table-name ${TableName} ` +
      "--no-deletion-protection-enabled",
  );
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof Error && error.name === "ResourceNotFoundException")) throw error;
}
