import type { Properties } from "./resource.ts";
import { nameOf, stackOf } from "../../project/urn.ts";

/** A stack's resources as `pulumi stack export` writes them. */
export interface StackExport {
  /** Name of the stack. */
  readonly name: string;
  readonly region: string;
  /** The account it was deployed to; `undefined` where no ARN tells. */
  readonly accountId: string | undefined;
  /** Each after those it refers to. Assets and secrets are in Pulumi's own form: see `readValues`. */
  readonly resources: readonly ExportedResource[];
  readonly outputs: Properties;
}

export interface ExportedResource {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** A file is no stack export that can be served. */
export class StackExportError extends Error {
  override readonly name = "StackExportError";

  constructor(file: string, problem: string) {
    super(`${file} ${problem}. Make one with: pulumi stack export --file export.json`);
  }
}

/** What the engine writes of a resource, as far as it is needed here. */
interface WrittenResource {
  urn: string;
  type: string;
  id?: string;
  parent?: string;
  custom?: boolean;
  /** Left over from a replacement; about to be deleted. */
  delete?: boolean;
  inputs?: Properties;
  outputs?: Properties;
}

/**
 * Reads the text of a stack export.
 *
 * @param file - its name, for errors
 * @throws StackExportError when it is none, is empty, or does not tell its region
 */
export function readStackExport(text: string, file: string): StackExport {
  const written = parse(text, file).filter((resource) => resource.delete !== true);
  const stack = written.find(({ type }) => type === "pulumi:pulumi:Stack");
  if (!stack) throw new StackExportError(file, "holds no resources");
  const resources = written.flatMap((resource) => readResource(resource, written));
  const region = regionOf(resources);
  if (!region) throw new StackExportError(file, "has no resource that tells its AWS region");
  // It becomes part of names of files and hosts.
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    throw new StackExportError(file, `is of ${JSON.stringify(region)}, which is not an AWS region`);
  }
  return {
    name: stackOf(stack.urn),
    region,
    accountId: ownArns(resources).find(({ accountId }) => accountId)?.accountId,
    resources,
    outputs: stack.outputs ?? {},
  };
}

function parse(text: string, file: string): WrittenResource[] {
  let json: { deployment?: { resources?: unknown } | null } | null;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new StackExportError(file, `is not JSON (${(error as Error).message})`);
  }
  if (json === null || typeof json !== "object" || !("deployment" in json)) {
    throw new StackExportError(file, "is no stack export: it has no deployment");
  }
  const resources = json.deployment?.resources ?? [];
  if (!Array.isArray(resources) || !resources.every(isWritten)) {
    throw new StackExportError(file, "is no stack export: its resources have no urn and type");
  }
  return resources;
}

const isWritten = (resource: Partial<WrittenResource> | null): resource is WrittenResource =>
  typeof resource?.urn === "string" && typeof resource.type === "string";

/** A component is what its children are; of an image only its component and its child together tell all. */
function readResource(resource: WrittenResource, all: WrittenResource[]): ExportedResource[] {
  const { type, urn, id = "", inputs = {}, outputs = {} } = resource;
  const { name } = nameOf(urn);
  if (type === "docker-build:index:Image") {
    const component = all.find((other) => other.urn === resource.parent);
    const imageUri = component?.outputs?.["imageUri"] ?? outputs["ref"];
    const context = (inputs["context"] as { location?: unknown } | undefined)?.location;
    return [{ type: imageType, name, id, inputs: { context }, outputs: { imageUri } }];
  }
  return resource.custom === true ? [{ type, name, id, inputs, outputs }] : [];
}

/** An image that is built from a folder, the input `context`. */
export const imageType = "awsx:ecr:Image";

/** The region of the stack's provider, or else of its resources. */
function regionOf(resources: ExportedResource[]): string | undefined {
  const providers = resources.filter(({ type }) => type === "pulumi:providers:aws");
  // The one that `aws:region` configures. A stack may have others beside it, or instead of it.
  const main = providers.find(({ name }) => name.startsWith("default")) ?? providers[0];
  const region = main?.inputs["region"];
  return typeof region === "string"
    ? region
    : ownArns(resources).find((resource) => resource.region)?.region;
}

const ownArns = (resources: ExportedResource[]) => resources.map(({ outputs }) => readArn(outputs));

/** Region and account of a resource, each empty where its ARN has none. */
export function readArn({ arn }: Properties): { region: string; accountId: string } {
  const [, , , region = "", accountId = ""] = typeof arn === "string" ? arn.split(":") : [];
  return { region, accountId };
}
