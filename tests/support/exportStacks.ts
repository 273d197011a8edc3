import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import program from "../../index.ts";
import { evaluateStack, fullStackName } from "../../local/graph/evaluate.ts";
import type { Properties, Resource } from "../../local/graph/resource.ts";
import { archiveSignature, assetSignature, signatureKey } from "../../project/signatures.ts";
import { readProject } from "../../project/stackConfig.ts";
import { createProvider } from "../../local/provider/index.ts";
import { environmentStacks } from "../../local/sources/stacks.ts";
import { withUnset } from "./unsetProperties.ts";
import { root } from "./platformProcess.ts";
import { fakeEndpoint } from "./plausibleOutputs.ts";

/** The fictitious account of the exported stacks. */
export const exportedAccountId = "111122223333";

/**
 * Writes the stacks of an environment like `pulumi stack export` after a deployment to another account.
 * The ids are fictitious but in AWS's format, and all that is not set is null; no engine is involved.
 *
 * @returns the files, the home region's first
 */
export async function exportStacks(environment: string, folder: string): Promise<string[]> {
  const project = await readProject(root);
  const known = new Map<string, Properties>();
  const files: string[] = [];
  for (const { name: stack, region, config } of await environmentStacks(project, environment)) {
    const spec = { project: project.name, stack, config, program };
    const aws = fakeEndpoint(region, exportedAccountId);
    const provider = createProvider({ region, accountId: exportedAccountId, stack, aws });
    const { resources, outputs } = await evaluateStack(spec, provider, (name) => known.get(name));
    known.set(fullStackName(spec), outputs);
    const file = join(folder, `${stack}.json`);
    const urn = (type: string, name: string) => `urn:pulumi:${stack}::palisade::${type}::${name}`;
    await writeFile(file, await stackExport(urn, region, resources, outputs));
    files.push(file);
  }
  return files;
}

/** Writes the stack of another program, likewise. Returns the file. */
export async function exportProgram(
  declare: () => unknown,
  stack: string,
  region: string,
  folder: string,
): Promise<string> {
  const program = async () => void declare();
  const spec = { project: stack, stack, config: {}, program };
  const aws = fakeEndpoint(region, exportedAccountId);
  const provider = createProvider({ region, accountId: exportedAccountId, stack, aws });
  const { resources, outputs } = await evaluateStack(spec, provider, () => undefined);
  const file = join(folder, `${stack}.json`);
  const urn = (type: string, name: string) => `urn:pulumi:${stack}::${stack}::${type}::${name}`;
  await writeFile(file, await stackExport(urn, region, resources, outputs));
  return file;
}

type Urn = (type: string, name: string) => string;

async function stackExport(
  urn: Urn,
  region: string,
  resources: Resource[],
  outputs: Properties,
): Promise<string> {
  const stackType = "pulumi:pulumi:Stack";
  const providerType = "pulumi:providers:aws";
  const written = [
    { urn: urn(stackType, "stack"), type: stackType, custom: false, outputs },
    {
      urn: urn(providerType, "default_7_0_0"),
      type: providerType,
      custom: true,
      id: "5a9f1c",
      inputs: { region, version: "7.0.0" },
      outputs: { region, version: "7.0.0" },
    },
    ...resources.flatMap((resource) => writtenResource(urn, resource)),
  ];
  const deployment = { manifest: {}, resources: await withSignatures(written) };
  return JSON.stringify({ version: 3, deployment });
}

function writtenResource(urn: Urn, { type, name, id, inputs, outputs }: Resource): object[] {
  const component = { urn: urn(type, name), type, custom: false };
  if (type === "awsx:ecr:Image") {
    const imageType = "docker-build:index:Image";
    const image = {
      urn: urn(`${type}$${imageType}`, name),
      type: imageType,
      custom: true,
      id: "map[]",
      parent: component.urn,
      inputs: { context: { location: inputs["context"] }, push: true },
      outputs: { ref: `made-up:tag@sha256:${id}` },
    };
    return [{ ...component, outputs: { imageUri: outputs["imageUri"] } }, image];
  }
  if (type.startsWith("awsx:")) return [{ ...component, outputs }];
  // AWS's provider lists names that Pulumi generated among the inputs, and in `__defaults`.
  const named = outputs["name"] === undefined ? {} : { name: outputs["name"] };
  const written = { ...named, ...withUnset(type, inputs), __defaults: Object.keys(named) };
  return [{ ...component, custom: true, id, inputs: written, outputs: withUnset(type, outputs) }];
}

/** A value with its assets and archives in Pulumi's serialized form. */
async function withSignatures(value: unknown): Promise<unknown> {
  const asset = { [signatureKey]: assetSignature, hash: "0" };
  const archive = { [signatureKey]: archiveSignature, hash: "0" };
  const { AssetArchive, FileArchive, FileAsset } = pulumi.asset;
  if (value instanceof FileAsset) return { ...asset, path: await value.path };
  if (value instanceof FileArchive) return { ...archive, path: await value.path };
  if (value instanceof AssetArchive) {
    return { ...archive, assets: await withSignatures(await value.assets) };
  }
  if (Array.isArray(value)) return Promise.all(value.map(withSignatures));
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(async ([key, child]) => [
    key,
    await withSignatures(child),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}
