import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../cacheFolder.ts";

const run = promisify(execFile);

/** A program written in Go, whose source comes from the Go module proxy. */
export interface GoTool {
  /** The executable's name. */
  readonly name: string;
  /** Without a leading `v`. */
  readonly version: string;
  /** Folder with the `go.mod` and `go.sum` that pin it and all it is made of. */
  readonly moduleDirectory: string;
  /** Import path of its `main` package. */
  readonly package: string;
  /** Flags for Go's linker. */
  readonly ldflags: string;
}

/** A Go tool can't be built. The message is one line. */
export class GoBuildError extends Error {
  override readonly name = "GoBuildError";
}

/** By cache folder. */
const builds = new Map<string, Promise<string>>();

/**
 * Builds a Go tool into the user's cache folder, unless it is there already. Proxy settings and
 * flags for Go are the user's own (`GOPROXY`, `GOFLAGS`).
 *
 * @param announce - called before a build, which takes seconds to minutes
 * @returns path of the executable
 * @throws GoBuildError when there is no Go, or the modules can't be had
 */
export async function buildGoTool(
  tool: GoTool,
  announce: (message: string) => void,
): Promise<string> {
  const { name, version, moduleDirectory } = tool;
  const folder = await cacheFolder(`${name}-${version}`, join(moduleDirectory, "go.sum"));
  // One build for all who ask in this process, and one failure.
  const build = builds.get(folder) ?? buildInto(folder, tool, announce);
  builds.set(folder, build);
  return build;
}

async function buildInto(
  folder: string,
  tool: GoTool,
  announce: (message: string) => void,
): Promise<string> {
  const executable = join(folder, tool.name);
  if (existsSync(executable)) return executable;

  await requireGo(tool);
  announce(`Building ${tool.name} ${tool.version} into the cache folder, once`);
  await mkdir(dirname(folder), { recursive: true });
  // Built beside its place and renamed: a build that was cut off, or one that runs at the same
  // time, leaves nothing half done there.
  const temporary = await mkdtemp(`${folder}.`);
  const flags = ["-trimpath", "-ldflags", tool.ldflags, "-o", join(temporary, tool.name)];
  const options = { cwd: tool.moduleDirectory, maxBuffer: 64 * 1024 * 1024 };
  const build = run("go", ["build", ...flags, tool.package], options);
  const giveUp = () => {
    build.child.kill();
    rmSync(temporary, { recursive: true, force: true });
  };
  process.once("exit", giveUp);
  try {
    await build;
    await rename(temporary, folder);
  } catch (error) {
    giveUp();
    if (existsSync(executable)) return executable; // Another process was faster.
    throw new GoBuildError(
      `${tool.name} ${tool.version} could not be built: ${reasonOf(error)}. ` +
        `Go needs a module proxy that it can reach (GOPROXY).`,
    );
  } finally {
    process.off("exit", giveUp);
  }
  return executable;
}

async function requireGo(tool: GoTool): Promise<void> {
  try {
    await run("go", ["version"]);
  } catch {
    throw new GoBuildError(
      `${tool.name} ${tool.version} could not be built: there is no Go. Install it from go.dev.`,
    );
  }
}

/** What Go said last, apart from its progress. */
function reasonOf(error: unknown): string {
  const { stderr = "", message } = error as Error & { stderr?: string };
  const lines = stderr.split("\n").filter((line) => line && !line.startsWith("go: downloading"));
  return (lines.at(-1) ?? message.split("\n")[0] ?? "").trim();
}
