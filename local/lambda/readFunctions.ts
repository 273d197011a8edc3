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

/**
 * Reads a function's resource and unpacks its code.
 *
 * @param folder - parent of a new folder with the function's code
 * @throws ArchiveError when its code is not available on this machine
 * @throws PathError when its name, or a path in its code, leads out of the folder
 */
export async function readFunction(
  resource: Resource,
  folder: string,
): Promise<Omit<FunctionSpec, "hosts" | "logFile" | "socketFolder">> {
  const { inputs, outputs } = resource;
  const name = functionName(resource);
  const codeDirectory = inside(folder, name);
  await unpack(inputs["code"], codeDirectory);
  const arn = String(outputs["arn"]);
  const reservedConcurrency = inputs["reservedConcurrentExecutions"] as number | undefined;
  const { variables } = (inputs["environment"] ?? {}) as { variables?: Record<string, string> };
  return {
    name,
    arn,
    region: arn.split(":")[3] ?? "",
    handler: String(inputs["handler"]),
    codeDirectory,
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

async function unpack(archive: unknown, folder: string): Promise<void> {
  const files = Object.entries(await readArchive(archive));
  // After a restart, the folder may hold files or links that functions have created.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await Promise.all(
    files.map(async ([path, content]) => {
      const file = inside(folder, path, "The archive key");
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }),
  );
}
