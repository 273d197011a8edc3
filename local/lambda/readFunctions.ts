import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { readArchive } from "../graph/archive.ts";
import type { Resource } from "../graph/resource.ts";
import { inside, PathError, printable } from "../inside.ts";
import type { FunctionSpec } from "./functionSpec.ts";

/** Lambda's defaults. Source: Lambda API Reference, "CreateFunction". */
const defaultTimeoutSeconds = 3;
const defaultMemoryMb = 128;

export const functionType = "aws:lambda/function:Function";

/** A function as its resource describes it. */
export interface ReadFunction extends Omit<
  FunctionSpec,
  "codeDirectory" | "hosts" | "logFile" | "socketFolder"
> {
  /** Its code as it is on disk now: contents by path. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/**
 * Reads a function's resource and its code.
 *
 * @throws ArchiveError when its code is not available on this machine
 * @throws PathError when its name is not valid
 */
export async function readFunction(resource: Resource): Promise<ReadFunction> {
  const { inputs, outputs } = resource;
  const name = functionName(resource);
  const files = await readArchive(inputs["code"]);
  const arn = String(outputs["arn"]);
  const reservedConcurrency = inputs["reservedConcurrentExecutions"] as number | undefined;
  const { variables } = (inputs["environment"] ?? {}) as { variables?: Record<string, string> };
  return {
    name,
    arn,
    region: arn.split(":")[3] ?? "",
    handler: String(inputs["handler"]),
    files,
    environment: variables ?? {},
    timeoutMs: 1000 * ((inputs["timeout"] as number | undefined) ?? defaultTimeoutSeconds),
    memoryMb: (inputs["memorySize"] as number | undefined) ?? defaultMemoryMb,
    // -1 means no limit.
    ...(reservedConcurrency === undefined || reservedConcurrency < 0
      ? {}
      : { reservedConcurrency }),
  };
}

/**
 * A function's name, which becomes part of file names.
 *
 * @throws PathError when it is not valid (Lambda API Reference, "CreateFunction")
 */
export function functionName({ outputs }: Resource): string {
  const name = String(outputs["name"]);
  if (/^[\w-]{1,140}$/.test(name)) return name;
  throw new PathError(
    `The function name "${printable(name)}" is not valid. Use letters, digits, "-" and "_".`,
  );
}

/** The same for the same code. */
export function codeDigest({ files }: Pick<ReadFunction, "files">): string {
  const hash = createHash("sha256");
  for (const path of Object.keys(files).sort()) {
    hash.update(`${path}\0${files[path]!.length}\0`).update(files[path]!);
  }
  return hash.digest("hex");
}

/**
 * Writes a function's code into a folder, which is emptied first.
 *
 * @throws PathError when a path in the code leads out of the folder
 */
export async function unpackCode(
  { files }: Pick<ReadFunction, "files">,
  folder: string,
): Promise<void> {
  // Functions may have created files or links there.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(
    Object.entries(files).map(async ([path, content]) => {
      const file = inside(folder, path, "The archive key");
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }),
  );
}
