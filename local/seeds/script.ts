import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type AwsEndpoint, connectEndpoint } from "../aws/endpoint.ts";
import type { RootCredentials } from "../aws/rootCredentials.ts";
import type { Resource } from "../graph/resource.ts";
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

/** What a script's thread gets: plain values. */
export interface ScriptTask {
  /** Paths of the scripts. */
  readonly files: readonly string[];
  readonly environment: string;
  /** The home region first. */
  readonly regions: readonly PlainRegion[];
  readonly userPoolId: string | undefined;
}

interface PlainRegion extends Pick<AwsEndpoint, "url" | "region" | "accountId"> {
  readonly credentials: RootCredentials;
  readonly resources: readonly Resource[];
}

export type ScriptMessage =
  { readonly started: string } | { readonly failed: string } | { readonly done: true };

/** A region as a thread can get it. */
export async function plainRegion({ aws, resources }: SeededRegion): Promise<PlainRegion> {
  const { url, region, accountId } = aws;
  const { accessKeyId, secretAccessKey } = await aws.sts.config.credentials();
  const kinds = [tableKind, bucketKind, queueKind].map(({ type }) => type);
  const holders = resources.filter(({ type }) => kinds.includes(type));
  return {
    ...{ url, region, accountId, credentials: { accessKeyId, secretAccessKey } },
    resources: holders.map(({ type, name, id, outputs }) => {
      const { name: own, bucket } = outputs;
      return { type, name, id, inputs: {}, outputs: { name: own, bucket } };
    }),
  };
}

/**
 * Runs a script of seeds.
 *
 * @throws SeedError with what it threw
 */
export async function runScript(file: string, task: ScriptTask): Promise<void> {
  const { environment, userPoolId } = task;
  const name = nameOf(file);
  const regions = task.regions.map(({ url, region, credentials, accountId, resources }) => {
    const aws = connectEndpoint(url, region, credentials, accountId);
    return scriptRegion({ name: region, aws, resources }, environment, name);
  });
  try {
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
    if (typeof module.default !== "function")
      throw new SeedError("it has no function as its default export");
    await (module.default as (context: SeedContext) => unknown)({
      ...{ environment, regions, home: regions[0]! },
      ...(userPoolId !== undefined && { userPoolId }),
    });
  } catch (error) {
    throw scriptError(file, error);
  }
}

/** With the file, and the line of what was thrown. */
export function scriptError(file: string, error: unknown): SeedError {
  const name = nameOf(file);
  if (error instanceof SeedError && error.message.startsWith(name)) return error;
  const { stack, message = String(error) } = (error ?? {}) as Partial<Error>;
  return new SeedError(`${name}${lineIn(stack, file)}: ${message}`);
}

/** Such as `seeds/users.ts`. */
const nameOf = (file: string): string => join("seeds", basename(file));

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
  const line = /^:(\d+)/.exec(rest)?.[1];
  return line === undefined ? "" : `:${line}`;
};
