import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import {
  bucketKind,
  findHolder,
  type HolderKind,
  queueKind,
  type SeededRegion,
  tableKind,
  unknownHolder,
} from "./region.ts";
import { SeedError } from "./seedFile.ts";

/** A region, for a script of seeds. */
interface ScriptRegion {
  readonly name: string;
  /** The region's AWS endpoint, with clients that have the account's credentials. */
  readonly aws: AwsEndpoint;
  /** The name of a table, by its name in the definition. @throws SeedError when there is none */
  table(name: string): string;
  /** The name of a bucket, by its name in the definition. @throws SeedError when there is none */
  bucket(name: string): string;
  /** The URL of a queue, by its name in the definition. @throws SeedError when there is none */
  queueUrl(name: string): string;
}

/** What a script of seeds gets: `export default async ({ home }: SeedContext) => { … }`. @public */
export interface SeedContext {
  readonly environment: string;
  /** The region with the user pool. */
  readonly home: ScriptRegion;
  /** All regions, the home region first. */
  readonly regions: readonly ScriptRegion[];
  /** Id of the user pool. @default the definition has none */
  readonly userPoolId?: string;
}

/**
 * Runs a script of seeds. It is loaded anew if it has changed.
 *
 * @throws SeedError with what it threw
 */
export async function runScript(
  file: string,
  regions: readonly SeededRegion[],
  environment: string,
  userPoolId: string | undefined,
): Promise<void> {
  const name = join("seeds", basename(file));
  const { mtimeMs } = await stat(file);
  const scripted = regions.map((region) => scriptRegion(region, environment, name));
  try {
    const url = `${pathToFileURL(file).href}?at=${mtimeMs}`;
    const module = (await import(url)) as { default?: unknown };
    if (typeof module.default !== "function")
      throw new SeedError("it has no function as its default export");
    await (module.default as (context: SeedContext) => unknown)({
      ...{ environment, regions: scripted, home: scripted[0]! },
      ...(userPoolId !== undefined && { userPoolId }),
    });
  } catch (error) {
    if (error instanceof SeedError && error.message.startsWith(name)) throw error;
    const line = lineIn((error as Error).stack, file);
    throw new SeedError(`${name}${line}: ${(error as Error).message}`);
  }
}

function scriptRegion(region: SeededRegion, environment: string, file: string): ScriptRegion {
  const find = (kind: HolderKind, name: string) => {
    const where = `${file}: ${kind.noun} "${name}" in ${region.name}`;
    const found = findHolder(region, kind, name, environment, where);
    if (!found) throw unknownHolder([region], kind, environment, where);
    return found;
  };
  return {
    name: region.name,
    aws: region.aws,
    table: (name) => String(find(tableKind, name).outputs["name"]),
    bucket: (name) => String(find(bucketKind, name).outputs["bucket"]),
    queueUrl: (name) => find(queueKind, name).id,
  };
}

/** `:12` for the first place of a stack that is in the file. */
const lineIn = (stack: string | undefined, file: string): string => {
  const [, rest = ""] = stack?.split(`${basename(file)}`) ?? [];
  const line = /^(?:\?at=[\d.]+)?:(\d+)/.exec(rest)?.[1];
  return line === undefined ? "" : `:${line}`;
};
