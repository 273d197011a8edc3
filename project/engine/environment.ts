import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Pulumi } from "./findPulumi.ts";

const hosts = fileURLToPath(new URL("hosts/bin", import.meta.url));

export interface EngineOptions {
  /** Folder for the engine's state and settings. Engines with the same folder share their stacks. */
  readonly folder: string;
  readonly pulumi: Pulumi;
  /** Folders with executables such as `pulumi-resource-aws`, preferred to installed ones. */
  readonly pluginFolders: readonly string[];
}

/**
 * The complete environment for an engine that needs no internet and does not touch the user's Pulumi:
 * it has separate stacks, settings and plugins, and ignores the user's Pulumi variables.
 */
export async function offlineEngine(options: EngineOptions): Promise<Record<string, string>> {
  const { folder, pulumi, pluginFolders } = options;
  const state = join(folder, "state");
  await mkdir(state, { recursive: true });

  const path = [...pluginFolders, ...(pulumi.hasNodeHost ? [] : [hosts])];
  return {
    ...withoutPulumi(process.env),
    PATH: [...path, process.env["PATH"] ?? ""].join(delimiter),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: pathToFileURL(state).href,
    // Not a secret: the state is only on this machine.
    PULUMI_CONFIG_PASSPHRASE: "local",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DISABLE_REGISTRY_RESOLVE: "true",
    PULUMI_SUPPRESS_NEO_LINK: "true",
  };
}

function withoutPulumi(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith("PULUMI_"),
  );
  return Object.fromEntries(kept);
}
