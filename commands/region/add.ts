import { readFile, writeFile } from "node:fs/promises";
import { isIPv4 } from "node:net";
import { join, relative } from "node:path";
import { freeRange, overlapping } from "../../project/addressRanges.ts";
import { ZonesError } from "../../project/availabilityZones.ts";
import { awsRegions, isAwsRegion, regionAdvice } from "../../project/awsRegions.ts";
import { checkStackConfigs, parseStackSettings } from "../../project/stackConfig.ts";
import {
  decodedSetting,
  type Environment,
  existingEnvironment,
  readEnvironment,
  type RegionStack,
  setting,
} from "./environment.ts";
import { firstStackFile, newStackFile } from "./newStackFile.ts";
import { RegionError } from "./regionError.ts";

export interface AddOptions {
  /** Folder with `Pulumi.yaml`. */
  readonly root: string;
  readonly region: string;
  readonly env: string;
  /** @default as many as the template has, as AWS lists them */
  readonly zones?: readonly string[] | undefined;
  /** @default the first range that is free in the environment */
  readonly cidr?: string | undefined;
  /** Region whose file is the template. @default one that is not home, if there is one */
  readonly from?: string | undefined;
  /** Creates an environment with this region as its home. */
  readonly home: boolean;
  readonly zonesOf: (region: string) => Promise<string[]>;
}

/**
 * Writes a region's stack file, if the environment is valid with it.
 *
 * @returns what was done, and what to do next
 * @throws RegionError
 */
export async function addRegion(options: AddOptions): Promise<string> {
  const { root, region, env } = options;
  if (!isAwsRegion(region)) {
    throw new RegionError(`"${region}" is not a region of AWS. ${regionAdvice(region)}`);
  }
  const environment = await environmentFor(options);
  if (environment.regions.some((stack) => stack.region === region)) {
    throw new RegionError(`"${env}" has ${region} already: stacks/Pulumi.${env}-${region}.yaml.`);
  }

  const template = templateOf(environment, options.from);
  const settings = {
    zones: await zonesFor(options, template && zonesIn(environment, template).length),
    cidrBlock: rangeFor(options, environment, template),
  };
  const file = await fileFor(environment, region, template, settings);
  const path = join(environment.project.stackDirectory, `Pulumi.${env}-${region}.yaml`);
  await checkWith(environment, `${env}-${region}`, file.text);
  await writeFile(path, file.text, { flag: "wx" });

  return [
    `Wrote ${relative(root, path)}${template ? `, from that of ${template.region}` : ""}:`,
    `  zones   ${settings.zones.join(", ")}`,
    `  range   ${settings.cidrBlock}${options.cidr ? "" : `, which is free in ${env}`}`,
    ...(file.dropped.length > 0 ? [`  without ${file.dropped.join(", ")}`] : []),
    "",
    "Next:",
    ...[
      ...(template ? regionalSettings(environment, template) : []),
      ...nextSteps(env, region, file.encrypted),
    ].map((step, index) => `  ${index + 1}. ${step}`),
  ].join("\n");
}

async function environmentFor({ root, env, home }: AddOptions): Promise<Environment> {
  const environment = await readEnvironment(root, env);
  if (home && environment.home !== undefined) {
    throw new RegionError(
      `The home region of "${env}" is ${environment.home}, for good: its users can't be moved. Leave out --home.`,
    );
  }
  if (!home && environment.regions.length === 0) {
    const error: unknown = await existingEnvironment(root, env).catch((thrown) => thrown);
    throw new RegionError(
      `${(error as Error).message} To create it, add --home: its first region keeps the users, for good.`,
    );
  }
  return environment;
}

function templateOf({ name, regions }: Environment, from: string | undefined) {
  if (from === undefined) return regions[1] ?? regions[0];
  const template = regions.find(({ region }) => region === from);
  if (template) return template;
  const known = regions.map(({ region }) => region).join(", ") || "no region";
  throw new RegionError(`--from is ${from}, but "${name}" has ${known}.`);
}

const zonesIn = ({ project }: Environment, stack: RegionStack): unknown[] => {
  const zones = decodedSetting(project, stack, "zones");
  return Array.isArray(zones) ? zones : [];
};

/** The fewest zones that a stack may have. */
const fewestZones = 2;

async function zonesFor(
  { region, zones, zonesOf }: AddOptions,
  count = fewestZones,
): Promise<readonly string[]> {
  if (zones !== undefined) return zones;
  const available = await zonesOf(region).catch((error: unknown) => {
    if (!(error instanceof ZonesError)) throw error;
    throw new RegionError(`${error.message} Pass them, such as --zones ${region}a,${region}b.`);
  });
  if (available.length >= fewestZones) return available.slice(0, count);
  throw new RegionError(
    `${region} has only the zone ${available.join()}, but a region's stack needs ${fewestZones}.`,
  );
}

function rangeFor(
  { cidr, env, region }: AddOptions,
  { project, regions }: Environment,
  template: RegionStack | undefined,
): string {
  const byRange = new Map(regions.map((stack) => [setting(project, stack, "cidrBlock"), stack]));
  const taken = [...byRange.keys()];
  if (cidr === undefined) {
    const prefix = Number(template ? setting(project, template, "cidrBlock").split("/")[1] : 16);
    const range = freeRange(prefix, taken);
    if (range !== undefined) return range;
    throw new RegionError(`No private range of /${prefix} is free in "${env}". Pass --cidr.`);
  }
  // Other faults of the range are found by the check of the whole file.
  const [clash] = isRange(cidr) ? overlapping(cidr, taken) : [];
  if (clash === undefined) return cidr;
  throw new RegionError(
    `--cidr ${cidr} overlaps ${clash} of ${byRange.get(clash)!.region}. Leave out --cidr: ${region} then gets a free range.`,
  );
}

const isRange = (text: string): boolean => {
  const [address = "", prefix = ""] = text.split("/");
  return isIPv4(address) && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32;
};

async function fileFor(
  { project, name }: Environment,
  region: string,
  template: RegionStack | undefined,
  settings: { readonly zones: readonly string[]; readonly cidrBlock: string },
) {
  if (template === undefined) {
    const text = firstStackFile(project.name, name, region, settings.zones, settings.cidrBlock);
    return { text, dropped: [], encrypted: [] };
  }
  const path = join(project.stackDirectory, `Pulumi.${template.name}.yaml`);
  return newStackFile(project.name, await readFile(path, "utf8"), region, settings);
}

/** @throws StackConfigError when the environment would not be valid with the new file */
async function checkWith(
  { project, regions, edge }: Environment,
  name: string,
  text: string,
): Promise<void> {
  const added = { name, config: parseStackSettings(project, name, text).config };
  const stacks = [...regions, ...(edge ? [edge] : []), added];
  await checkStackConfigs(
    project,
    stacks.map((stack) => ({ ...stack, config: { ...stack.config } })),
  );
}

/** Copied settings whose values exist only in the template's region. */
function regionalSettings({ project }: Environment, template: RegionStack): string[] {
  const truststore = setting(project, template, "truststore");
  const prefixLists = setting(project, template, "egressTo").match(/pl-\w+/g) ?? [];
  const from = `which is of ${template.region}`;
  return [
    ...(truststore
      ? [`Set truststore to a file in the new region, not ${truststore}, ${from}.`]
      : []),
    ...(prefixLists.length > 0 ? [`Replace ${prefixLists.join(", ")} in egressTo, ${from}.`] : []),
  ];
}

const nextSteps = (env: string, region: string, encrypted: readonly string[]): string[] => [
  ...(awsRegions[region]?.optIn
    ? [
        `Enable the region for your account; it takes minutes: aws account enable-region --region-name ${region}`,
      ]
    : []),
  ...encrypted.map(
    (key) => `Set the secret again: pulumi config set --secret -s ${env}-${region} ${key}`,
  ),
  `If CI deploys it, let its roles use the region: set the policy palisade-${env}-regions to what npm run region -- policy --env ${env} prints (docs/ci.md, Regions of the roles).`,
  `npm run deploy -- ${env} --preview`,
  `npm run deploy -- ${env}`,
  `Commit the stack file, with what Pulumi has written into it.`,
];
