import { type ChildProcess, execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { cacheFolder } from "../cacheFolder.ts";
import { exclusively } from "../lock.ts";
import { reportWhile } from "../reportWhile.ts";

const run = promisify(execFile);

/** A program written in Go, whose source comes from the Go module proxy. */
export interface GoTool {
  /** The executable's name. */
  readonly name: string;
  /** Without a leading `v`. */
  readonly version: string;
  /** Folder with the `go.mod` and `go.sum` that pin it and its dependencies. */
  readonly moduleDirectory: string;
  /** Import path of its `main` package. */
  readonly package: string;
  /** Flags for Go's linker. */
  readonly ldflags: string;
}

/** A Go tool cannot be built. The message is one line. */
export class GoBuildError extends Error {
  override readonly name = "GoBuildError";
}

/** Builds in progress, by cache folder. */
const builds = new Map<string, Promise<string>>();

/**
 * Builds a Go tool into the user's cache folder, unless it is there already, with the user's proxy
 * settings and flags for Go (`GOPROXY`, `GOFLAGS`). Other processes wait for a build in progress.
 *
 * @param announce - called before a build, which takes seconds to minutes, and every few seconds during it
 * @returns path of the executable
 * @throws GoBuildError when Go is not installed, or its modules cannot be downloaded
 */
export async function buildGoTool(
  tool: GoTool,
  announce: (message: string) => void,
): Promise<string> {
  const { name, version, moduleDirectory } = tool;
  const folder = await cacheFolder(`${name}-${version}`, join(moduleDirectory, "go.sum"));
  // Concurrent calls share one build and its failure.
  const build = builds.get(folder) ?? buildOnce(folder, tool, announce);
  builds.set(folder, build);
  return build;
}

async function buildOnce(
  folder: string,
  tool: GoTool,
  announce: (message: string) => void,
): Promise<string> {
  const executable = join(folder, tool.name);
  if (existsSync(executable)) return executable;
  let stopReporting = () => {};
  const waiting = () => {
    const subject = `another process, which builds ${tool.name} ${tool.version}`;
    announce(`Waiting for ${subject}`);
    stopReporting = reportWhile(`Still waiting for ${subject}`, announce);
  };
  const build = async () => {
    stopReporting();
    if (!existsSync(executable)) await buildInto(folder, tool, announce);
    return executable;
  };
  return exclusively(`${folder}.lock`, build, waiting);
}

async function buildInto(
  folder: string,
  tool: GoTool,
  announce: (message: string) => void,
): Promise<void> {
  await requireGo(tool);
  announce(`Building ${tool.name} ${tool.version} into the cache folder, once`);
  await removeUnfinished(folder);
  // Renamed after the build, so that an interrupted one leaves no partial result.
  const temporary = await mkdtemp(`${folder}.`);
  const flags = ["-v", "-trimpath", "-ldflags", tool.ldflags, "-o", join(temporary, tool.name)];
  const options = { cwd: tool.moduleDirectory, maxBuffer: 64 * 1024 * 1024 };
  const build = run("go", ["build", ...flags, tool.package], options);
  const giveUp = () => {
    build.child.kill();
    rmSync(temporary, { recursive: true, force: true });
  };
  process.once("exit", giveUp);
  const stopReporting = reportWhile(
    progressOf(build.child, `${tool.name} ${tool.version}`),
    announce,
  );
  try {
    await build;
    await rename(temporary, folder);
  } catch (error) {
    giveUp();
    throw new GoBuildError(
      `${tool.name} ${tool.version} could not be built: ${reasonOf(error)}. ` +
        `Set GOPROXY to a module proxy that this machine can reach.`,
    );
  } finally {
    stopReporting();
    process.off("exit", giveUp);
  }
}

/** Removes what builds of killed processes have left. */
async function removeUnfinished(folder: string): Promise<void> {
  const [parent, start] = [dirname(folder), `${basename(folder)}.`];
  const left = (await readdir(parent)).filter(
    (name) => name.startsWith(start) && !name.startsWith(`${start}lock`),
  );
  await Promise.all(left.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

/** Counts the lines that `go build -v` writes: one per module it downloads and per package it compiles. */
function progressOf({ stderr }: ChildProcess, subject: string): () => string {
  let [downloaded, compiled] = [0, 0];
  if (stderr) {
    createInterface(stderr).on("line", (line) =>
      line.startsWith(downloading) ? downloaded++ : compiled++,
    );
  }
  return () =>
    `Still building ${subject}: ${downloaded} modules downloaded, ${compiled} packages compiled`;
}

const downloading = "go: downloading";

async function requireGo(tool: GoTool): Promise<void> {
  try {
    await run("go", ["version"]);
  } catch {
    throw new GoBuildError(
      `${tool.name} ${tool.version} could not be built: Go is not installed. Install it from go.dev.`,
    );
  }
}

/** The last line of Go's output, without download progress. */
function reasonOf(error: unknown): string {
  const { stderr = "", message } = error as Error & { stderr?: string };
  const lines = stderr.split("\n").filter((line) => line && !line.startsWith(downloading));
  return (lines.at(-1) ?? message.split("\n")[0] ?? "").trim();
}
