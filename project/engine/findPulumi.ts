import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd.js";
import { buildGoTool, GoBuildError, type GoTool } from "./buildGoTool.ts";

/** The CLI to build if none is installed: the version that `cli/go.mod` requires. */
const source: GoTool = {
  name: "pulumi",
  version: "3.230.0",
  moduleDirectory: fileURLToPath(new URL("cli", import.meta.url)),
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  ldflags: "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=3.230.0",
};

/** A Pulumi CLI, which includes the engine. */
export interface Pulumi {
  /** Absolute path of the executable. */
  readonly command: string;
  readonly version: string;
  /** Set if Pulumi's own Node.js language host is installed with it. */
  readonly hasNodeHost: boolean;
}

/**
 * Finds the Pulumi CLI on PATH. If it is missing or too old for the Automation API, builds one from source
 * into the cache folder.
 *
 * @param announce - called before a build, which takes two to three minutes on two cores
 * @throws GoBuildError when it can neither be found nor built
 */
export async function findPulumi(announce: (message: string) => void): Promise<Pulumi> {
  const installed = await installedPulumi();
  if (installed) return installed;
  const unusable = await onPath("pulumi");
  if (unusable !== undefined) {
    announce(`Not using ${unusable}: it does not run, or is older than the Automation API needs`);
  }
  return builtPulumi(announce);
}

/** The Pulumi CLI on PATH. `undefined` if it is missing or too old for the Automation API. */
export async function installedPulumi(): Promise<Pulumi | undefined> {
  const command = await onPath("pulumi");
  if (command === undefined) return undefined;
  try {
    const { version } = await PulumiCommand.get();
    return { command, version: String(version), hasNodeHost: await hasNodeHost(command) };
  } catch {
    return undefined; // It is too old, or does not run, such as npm's package without its download.
  }
}

async function builtPulumi(announce: (message: string) => void): Promise<Pulumi> {
  try {
    const command = await buildGoTool(source, announce);
    return { command, version: source.version, hasNodeHost: await hasNodeHost(command) };
  } catch (error) {
    if (!(error instanceof GoBuildError)) throw error;
    throw new GoBuildError(
      `${error.message} Or install Pulumi ${source.version} or newer (pulumi.com/docs/install) and put it on PATH.`,
    );
  }
}

/** The engine looks for a language host on PATH and beside its own executable. */
async function hasNodeHost(command: string): Promise<boolean> {
  const host = "pulumi-language-nodejs";
  const beside = await executableIn(dirname(await realpath(command)), host);
  return (beside ?? (await onPath(host))) !== undefined;
}

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const found = await executableIn(folder, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function executableIn(folder: string, name: string): Promise<string | undefined> {
  const file = join(folder, process.platform === "win32" ? `${name}.exe` : name);
  try {
    await access(file, constants.X_OK);
    return file;
  } catch {
    return undefined;
  }
}
