import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readArchive } from "../graph/archive.ts";
import type { Resource } from "../graph/resource.ts";
import type { FunctionSpec } from "./functionSpec.ts";

/** Lambda's own defaults. Source: Lambda API Reference, "CreateFunction". */
const defaultTimeoutSeconds = 3;
const defaultMemoryMb = 128;

export const functionType = "aws:lambda/function:Function";

/**
 * Reads a function's resource and unpacks its code.
 *
 * @param folder - gets a folder with the function's code
 * @throws ArchiveError when its code is not at hand here
 */
export async function readFunction(
  resource: Resource,
  folder: string,
): Promise<Omit<FunctionSpec, "hosts" | "logFile">> {
  const { inputs, outputs } = resource;
  const name = String(outputs["name"]);
  const codeDirectory = join(folder, name);
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
    // -1 is Lambda's way to say that there is no limit.
    ...(reservedConcurrency === undefined || reservedConcurrency < 0
      ? {}
      : { reservedConcurrency }),
  };
}

async function unpack(archive: unknown, folder: string): Promise<void> {
  const files = Object.entries(await readArchive(archive));
  await Promise.all(
    files.map(async ([path, content]) => {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, content);
    }),
  );
}
