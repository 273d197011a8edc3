import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type AwsEndpoint, endpointVariable } from "../aws/endpoint.ts";
import { startEndpoint } from "../aws/miniStack.ts";
import { newCredentials } from "../aws/rootCredentials.ts";
import { joinEndpoints } from "../aws/replication.ts";
import type { Children } from "../../project/children.ts";
import { offlineEngine } from "../../project/engine/environment.ts";
import type { Pulumi } from "../../project/engine/findPulumi.ts";

/** The engine's plugins with the local provider. */
const plugins = fileURLToPath(new URL("../provider/bin", import.meta.url));

export interface LocalAccountOptions {
  readonly pulumi: Pulumi;
  /** Folder that keeps the account's resources and the engine's state. */
  readonly folder: string;
  readonly regions: readonly string[];
  readonly children: Children;
  readonly announce: (message: string) => void;
}

/** An AWS account on this machine that a Pulumi engine can deploy to. */
export interface LocalAccount {
  /** The complete environment for the Pulumi CLI. */
  readonly env: Record<string, string>;
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
}

/**
 * Starts an AWS endpoint for each region and sets up an engine with the local provider's plugins.
 * The folder keeps deployed resources from one start to the next.
 */
export async function startLocalAccount(options: LocalAccountOptions): Promise<LocalAccount> {
  const { pulumi, folder, regions, children, announce } = options;
  const credentials = newCredentials();
  const start = async (region: string) => {
    const stateFolder = join(folder, "aws", region);
    // It contains users' keys and mails.
    await mkdir(stateFolder, { recursive: true, mode: 0o700 });
    const folders = { folder: stateFolder, stateFolder, confirmsWrites: true };
    const endpoint = { region, children, ...folders, credentials, announce };
    return [region, await startEndpoint(endpoint)] as const;
  };
  const started = await Promise.all(regions.map(start));
  await joinEndpoints(started.map(([, endpoint]) => endpoint));
  return {
    env: {
      ...(await offlineEngine({ folder, pulumi, pluginFolders: [plugins] })),
      PALISADE_ACCOUNT_FOLDER: join(folder, "account"),
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      ...Object.fromEntries(
        started.map(([region, { url }]) => [endpointVariable(region), url] as const),
      ),
    },
    endpoints: new Map(started),
  };
}
