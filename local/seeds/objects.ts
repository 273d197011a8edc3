import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve, sep } from "node:path";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { SeedError, type SeedObject } from "./seedFile.ts";

/** An object to store. */
export interface PreparedObject {
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string | undefined;
}

/**
 * Reads an object's body.
 *
 * @param where - for messages
 * @throws SeedError when the file is missing or outside of the folder
 */
export async function prepareObject(
  { key, file, text, json, contentType }: SeedObject,
  folder: string,
  where: string,
): Promise<PreparedObject> {
  if (text !== undefined) return { key, body: Buffer.from(text), contentType };
  if (file === undefined)
    return {
      key,
      body: Buffer.from(JSON.stringify(json)),
      contentType: contentType ?? "application/json",
    };
  const path = resolve(folder, file);
  if (!path.startsWith(resolve(folder) + sep))
    throw new SeedError(`${where}: the file "${file}" is not in the folder seeds/.`);
  const body = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new SeedError(`${where}: the file "${file}" can't be read (${error.code}).`);
  });
  return { key, body, contentType };
}

/** Stores objects, unless they are there already. */
export async function storeObjects(
  aws: AwsEndpoint,
  Bucket: string,
  objects: readonly PreparedObject[],
): Promise<void> {
  const s3 = await aws.s3();
  for (const { key: Key, body: Body, contentType: ContentType } of objects) {
    const there = await s3.headObject({ Bucket, Key }).catch(() => undefined);
    const hash = createHash("md5").update(Body).digest("hex");
    if (there?.ETag === `"${hash}"`) continue;
    await s3.putObject({ Bucket, Key, Body, ...(ContentType && { ContentType }) });
  }
}
