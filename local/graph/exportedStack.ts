import {
  readStackExport,
  StackExportError,
  type StateResource,
} from "../../project/stackExport.ts";
import type { Properties } from "./resource.ts";
import { currentType } from "./exportedTypes.ts";
import { nameOf, stackOf } from "../../project/urn.ts";

/** A deployed stack as its export describes it. */
export interface ExportedStack {
  /** Name of the stack. */
  readonly name: string;
  readonly region: string;
  /** The account it was deployed to; `undefined` if no ARN contains one. */
  readonly accountId: string | undefined;
  /** Each after those it refers to. Assets and secrets are in Pulumi's form: see `readValues`. */
  readonly resources: readonly ExportedResource[];
  readonly outputs: Properties;
}

export interface ExportedResource {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** True if the stack only reads it. @default false */
  readonly external?: boolean;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/**
 * Reads the text of a stack export.
 *
 * @param file - name of the export, for errors
 * @throws StackExportError when it is not an export, is empty, or its region is unknown
 */
export function readExportedStack(text: string, file: string): ExportedStack {
  const all = readStackExport(text, file);
  const stack = all.find(({ type }) => type === "pulumi:pulumi:Stack");
  if (!stack) throw new StackExportError(file, "has no resources");
  const resources = all.flatMap((resource) => readResource(resource, all));
  const region = regionOf(resources);
  if (!region) throw new StackExportError(file, "has no resource with an AWS region");
  // The region becomes part of file names and host names.
  if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)) {
    const problem = `has the region ${JSON.stringify(region)}, which is not an AWS region`;
    throw new StackExportError(file, problem);
  }
  return {
    name: stackOf(stack.urn),
    region,
    accountId: ownArns(resources).find(({ accountId }) => accountId)?.accountId,
    resources,
    outputs: stack.outputs ?? {},
  };
}

/** Leaves out components: their children are resources too. An image takes its URI from its component. */
function readResource(resource: StateResource, all: StateResource[]): ExportedResource[] {
  const { urn, id = "", external = false } = resource;
  const type = currentType(resource.type);
  const { name } = nameOf(urn);
  const [inputs, outputs] = [resource.inputs ?? {}, resource.outputs ?? {}];
  if (type === "docker-build:index:Image") {
    const component = all.find((other) => other.urn === resource.parent);
    const imageUri = component?.outputs?.["imageUri"] ?? outputs["ref"];
    const context = (inputs["context"] as { location?: unknown } | undefined)?.location;
    return [{ type: imageType, name, id, inputs: { context }, outputs: { imageUri } }];
  }
  return resource.custom === true
    ? [{ type, name, id, inputs, outputs, ...(external && { external }) }]
    : [];
}

/** An image that is built from a folder, the input `context`. */
export const imageType = "awsx:ecr:Image";

/** The region of the stack's REST APIs if they are in one, else of its provider, or else of its resources. */
function regionOf(resources: ExportedResource[]): string | undefined {
  const apis = ownArns(resources.filter(({ type }) => type === "aws:apigateway/restApi:RestApi"));
  const regions = new Set(apis.map(({ region }) => region).filter(Boolean));
  if (regions.size === 1) return [...regions][0];
  const providers = resources.filter(({ type }) => /^pulumi:providers:aws(-native)?$/.test(type));
  // The default provider is the one that `aws:region` configures.
  const main = providers.find(({ name }) => name.startsWith("default")) ?? providers[0];
  const region = main?.inputs["region"];
  return typeof region === "string"
    ? region
    : ownArns(resources).find((resource) => resource.region)?.region;
}

const ownArns = (resources: ExportedResource[]) => resources.map(({ outputs }) => readArn(outputs));

/** Region and account in a resource's ARN, each empty if the ARN has none. */
export function readArn({ arn }: Properties): { region: string; accountId: string } {
  const [, , , region = "", accountId = ""] = typeof arn === "string" ? arn.split(":") : [];
  return { region, accountId };
}
