import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { nameOf } from "../../project/urn.ts";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { AwsProvider } from "../provider/awsProvider.ts";
import { isGone } from "../provider/errors.ts";
import { Inventories } from "../provider/inventories.ts";
import type { InventoryEntry } from "../provider/inventory.ts";

export interface UnfinishedOptions {
  /** Folder of the account (`startLocalAccount`). */
  readonly folder: string;
  readonly project: string;
  readonly stacks: readonly string[];
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  readonly announce: (message: string) => void;
}

/** A stack's state, as Pulumi's backends in files keep it. */
interface Checkpoint {
  readonly checkpoint: {
    readonly latest?: {
      readonly resources?: readonly StateResource[];
      pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
    };
  };
}

interface StateResource {
  readonly urn: string;
  readonly id?: string;
  readonly retainOnDelete?: boolean;
}

/**
 * Deletes what killed engines had begun to create, so that the next deployment does not create it twice.
 * Pulumi only knows that they may exist, and asks a person about each one. Here the inventory tells.
 * No engine may be running.
 */
export async function deleteUnfinished(options: UnfinishedOptions): Promise<void> {
  for (const stack of options.stacks) await deleteUnfinishedOf(stack, options);
}

async function deleteUnfinishedOf(stack: string, options: UnfinishedOptions): Promise<void> {
  const { folder, project, announce } = options;
  const file = join(folder, "state", ".pulumi", "stacks", project, `${stack}.json`);
  const state = JSON.parse(await readFile(file, "utf8").catch(() => "{}")) as Partial<Checkpoint>;
  const latest = state.checkpoint?.latest;
  const begun = (latest?.pending_operations ?? []).filter(({ type }) => type === "creating");
  if (!latest || begun.length === 0) return;

  const known = new Set(latest.resources?.map(({ urn, id }) => `${typedName(urn)} ${id}`));
  const wanted = new Set(
    begun
      .filter(({ resource }) => !resource.retainOnDelete)
      .map(({ resource }) => typedName(resource.urn)),
  );
  const isUnfinished = ({ owner, type, id }: InventoryEntry) =>
    owner?.stack === stack &&
    wanted.has(`${type} ${owner.name}`) &&
    !known.has(`${type} ${owner.name} ${id}`);
  const names = await deleteWhere(isUnfinished, options);
  announce(
    `${stack}: the engine was killed during ${begun.length} creation${begun.length === 1 ? "" : "s"}` +
      (names.length > 0 ? `. Deleted, to be created again: ${names.join(", ")}` : ""),
  );
  delete latest.pending_operations;
  await writeFile(`${file}.part`, JSON.stringify(state), { mode: 0o600 });
  await rename(`${file}.part`, file);
}

async function deleteWhere(
  isUnfinished: (entry: InventoryEntry) => boolean,
  { folder, endpoints }: UnfinishedOptions,
): Promise<string[]> {
  const account = join(folder, "account");
  const inventories = new Inventories(account);
  const names: string[] = [];
  for (const place of await readdir(account).catch(() => [])) {
    const inventory = inventories.in(place);
    for (const entry of (await inventory.list()).filter(isUnfinished)) {
      const { type, id, outputs, owner } = entry;
      // What belongs to no region has no data plane of its own.
      const aws = endpoints.get(place) ?? [...endpoints.values()][0]!;
      const { region, accountId } = aws;
      const elsewhere = (other: string) => Promise.resolve(endpoints.get(other));
      const context = { region, accountId, stack: owner!.stack, aws, elsewhere };
      await new AwsProvider()
        .delete({ type, name: owner!.name }, { id, outputs }, context)
        .catch((error: unknown) => {
          if (!isGone(error)) throw error;
        });
      await inventory.remove(entry);
      names.push(`${type} "${owner!.name}"`);
    }
  }
  return names;
}

function typedName(urn: string): string {
  const { type, name } = nameOf(urn);
  return `${type} ${name}`;
}
