import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Resource } from "../graph/resource.ts";
import { SeedError } from "./seedFile.ts";

/** A region that seeds are stored in. */
export interface SeededRegion {
  readonly name: string;
  readonly aws: AwsEndpoint;
  readonly resources: readonly Resource[];
}

/** A kind of resource that holds data. */
export interface HolderKind {
  readonly noun: string;
  readonly type: string;
}

export const tableKind: HolderKind = { noun: "table", type: "aws:dynamodb/table:Table" };
export const bucketKind: HolderKind = { noun: "bucket", type: "aws:s3/bucket:Bucket" };
export const queueKind: HolderKind = { noun: "queue", type: "aws:sqs/queue:Queue" };

/**
 * The resource that a name in the definition means: its Pulumi name, with or without the environment, or its own name;
 * of a service's table also the name among the service's tables.
 *
 * @param where - for messages: where the name is used
 * @returns `undefined` if the region has none
 * @throws SeedError when it could be several
 */
export function findHolder(
  { resources }: SeededRegion,
  { type }: HolderKind,
  name: string,
  environment: string,
  where: string,
): Resource | undefined {
  const all = resources.filter((resource) => resource.type === type);
  const exact = all.find(
    (resource) =>
      [name, `${environment}-${name}`].includes(resource.name) ||
      resource.outputs["name"] === name ||
      resource.outputs["bucket"] === name,
  );
  if (exact) return exact;
  const [found, ...others] = all.filter((resource) => resource.name.endsWith(`-table-${name}`));
  if (others.length === 0) return found;
  const names = [found!, ...others].map((each) => shortName(each, environment));
  throw new SeedError(`${where}: several tables are named so. Use ${names.join(" or ")}.`);
}

/** @throws SeedError which lists what there is */
export function unknownHolder(
  regions: readonly SeededRegion[],
  { noun, type }: HolderKind,
  environment: string,
  where: string,
): SeedError {
  const names = regions
    .flatMap(({ resources }) => resources)
    .filter((resource) => resource.type === type)
    .map((resource) => shortName(resource, environment));
  const known = [...new Set(names)].sort();
  const allowed = known.length > 0 ? `Use ${known.join(", ")}.` : `It has no ${noun}.`;
  return new SeedError(`${where}: the definition has no such ${noun}. ${allowed}`);
}

const shortName = ({ name }: Resource, environment: string): string =>
  name.startsWith(`${environment}-`) ? name.slice(environment.length + 1) : name;
