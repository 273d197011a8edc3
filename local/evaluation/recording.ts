import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keptAccount } from "../aws/keptAccount.ts";
import { dataFolder, regionFolder } from "../data/folders.ts";
import type { FileReads } from "../reload/fileReads.ts";
import type { Definition, DefinitionRequest } from "./calls.ts";
import { type Fingerprint, isCurrent } from "./fingerprint.ts";
import type { RecordedStack } from "./replay.ts";

/** An environment's last evaluation, beside the data that it belongs to: a start repeats it if nothing has changed. */
export interface Recording {
  readonly version: typeof version;
  readonly request: DefinitionRequest;
  readonly fingerprint: Fingerprint;
  readonly definition: Definition;
  readonly reads: FileReads;
  /** Addresses of the endpoints by region, which other starts do not have. */
  readonly urls: Readonly<Record<string, string>>;
  /** By their names. */
  readonly stacks: Readonly<Record<string, RecordedStack>>;
}

const version = 1;

const fileOf = ({ root, environment }: DefinitionRequest): string =>
  join(dataFolder(root, environment), "evaluation");

/** @returns `undefined` if there is none, or if anything that the evaluation depends on has changed */
export async function readRecording(request: DefinitionRequest): Promise<Recording | undefined> {
  try {
    const content = await readFile(fileOf(request));
    const end = content.indexOf("\n");
    const { region, iv, tag } = JSON.parse(content.toString("utf8", 0, end)) as Head;
    // Otherwise asking for its key would make it.
    if (!existsSync(regionFolder(request.root, request.environment, region))) return undefined;
    const key = await keyOf(request, region);
    const decipher = createDecipheriv(cipher, key, Buffer.from(iv, "base64"));
    decipher.setAuthTag(Buffer.from(tag, "base64"));
    const text = Buffer.concat([decipher.update(content.subarray(end + 1)), decipher.final()]);
    const recording = JSON.parse(text.toString()) as Recording;
    const isOurs = recording.version === version && isSame(recording.request, request);
    return isOurs && isCurrent(recording.fingerprint) ? recording : undefined;
  } catch {
    return undefined;
  }
}

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Replaces the recording. It is encrypted with the data's key, because inputs of resources may be secret. */
export async function writeRecording(recording: Omit<Recording, "version">): Promise<void> {
  const [region = ""] = Object.keys(recording.urls);
  const iv = randomBytes(12);
  const encrypting = createCipheriv(cipher, await keyOf(recording.request, region), iv);
  const text = JSON.stringify({ version, ...recording });
  const data = Buffer.concat([encrypting.update(text, "utf8"), encrypting.final()]);
  const tag = encrypting.getAuthTag().toString("base64");
  const head: Head = { region, iv: iv.toString("base64"), tag };
  const file = fileOf(recording.request);
  const temporary = `${file}.new`;
  const content = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), data]);
  await writeFile(temporary, content, { mode: 0o600 });
  await rename(temporary, file);
}

export const deleteRecording = (request: DefinitionRequest): Promise<void> =>
  rm(fileOf(request), { force: true });

/** The first line of the file. */
interface Head {
  /** Region whose key it is encrypted with. */
  readonly region: string;
  readonly iv: string;
  readonly tag: string;
}

const cipher = "aes-256-gcm";

async function keyOf({ root, environment }: DefinitionRequest, region: string): Promise<Buffer> {
  if (!/^[\w-]+$/.test(region)) throw new TypeError(`"${region}" is not a region.`);
  const account = await keptAccount(regionFolder(root, environment, region));
  return Buffer.from(account.key, "base64");
}
