import { join } from "node:path";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { StackChanges } from "../deployment/stackDeployment.ts";
import { unservedInputs } from "../provider/unserved/index.ts";
import { functionType } from "../lambda/readFunctions.ts";
import type { Region } from "../region/index.ts";
import {
  bundlesOf,
  type DefinitionChanges,
  type Owners,
  packageFiles,
  readServiceFolder,
  type ReloadActions,
} from "../reload/index.ts";
import { giveSecrets, type LocalSecrets, secretsFile } from "../secrets/index.ts";
import type { LoadedStacks, StackSource } from "../sources/source.ts";
import { readServices } from "../tasks/index.ts";
import { usageNames } from "../usagePlans.ts";
import type { Front } from "./front.ts";
import { reloadCode } from "./functionCode.ts";
import { changeTexts } from "./regionTexts.ts";
import { definitionFiles } from "./stackFiles.ts";

interface DefinitionOptions {
  readonly root: string;
  readonly environment: string;
  readonly source: StackSource;
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  readonly regions: readonly Region[];
  readonly front: Front;
  readonly secrets: LocalSecrets;
  readonly announce: (message: string) => void;
  /** Called when the outputs of stacks may have changed. */
  readonly onLoaded: (loaded: LoadedStacks) => Promise<void>;
}

/** The definition that a platform serves, which is replaced while it runs. */
export class ServedDefinition implements ReloadActions {
  readonly #options: DefinitionOptions;
  /** What was announced before. */
  readonly #announced = new Set<string>();
  #loaded: LoadedStacks;

  constructor(loaded: LoadedStacks, options: DefinitionOptions) {
    this.#options = options;
    this.#loaded = loaded;
  }

  /** The stacks that are served now. */
  get loaded(): LoadedStacks {
    return this.#loaded;
  }

  async owners(): Promise<Owners> {
    const { root, environment } = this.#options;
    const all = this.#loaded.regions.flatMap(({ resources }) => resources);
    const services = new Map(
      readServices(all, root).map(({ name, directory }) => [name, directory]),
    );
    const folders = [...services].map(
      async ([name, directory]) => [name, await readServiceFolder(directory)] as const,
    );
    return {
      services: new Map(await Promise.all(folders)),
      bundles: await bundlesOf(all, root),
      definition: await definitionFiles(root, environment, this.#loaded),
      secretsFile: join(root, secretsFile),
      startFiles: new Set(packageFiles.map((file) => join(root, file))),
    };
  }

  /** Prepares the next evaluation in the background. */
  prepare(): void {
    this.#options.source.prepare?.();
  }

  async restartService(name: string, signal: AbortSignal): Promise<void> {
    await inAll(this.#options.regions, async ({ services }) => {
      if (services?.names.includes(name)) await services.restart(name, { signal });
    });
  }

  async reloadFunctions(names: readonly string[]): Promise<void> {
    await inAll(this.#options.regions, (region) => {
      const { resources } = stackOf(this.#loaded, region);
      const aws = this.#options.endpoints.get(region.name)!;
      return reloadCode({ region, aws, resources }, names);
    });
  }

  async reloadDefinition(signal: AbortSignal): Promise<DefinitionChanges> {
    const { source, endpoints, regions, front, onLoaded } = this.#options;
    const loaded = await source.load(endpoints, { signal });
    await this.#giveSecrets(loaded);
    const changes = await inAll(regions, (region) => {
      const { resources, outputs } = stackOf(loaded, region);
      return region.update(resources, usageNames(outputs));
    });
    this.#loaded = loaded;
    await onLoaded(loaded);
    await loaded.finish?.();
    this.announceUnserved();
    const names = changeTexts(changes, (name) => programName(loaded, name));
    const all = resourceTexts(loaded.changes);
    return {
      names: [...new Set(names.length > 0 ? [...names, ...lossTexts(loaded)] : all)],
      needsStart: [
        ...front.update(loaded, regions),
        ...(loaded.addedRegions ?? []).map((region) => `the region ${region}`),
      ],
    };
  }

  async reloadSecrets(): Promise<readonly string[]> {
    const { root, secrets } = this.#options;
    const services = this.#loaded.regions.flatMap(({ resources }) => readServices(resources, root));
    const values = () => services.map((service) => JSON.stringify(secrets.of(service)));
    const before = values();
    await secrets.readAgain();
    await this.#giveSecrets(this.#loaded);
    const after = values();
    return [
      ...new Set(
        services.filter((_, index) => before[index] !== after[index]).map(({ name }) => name),
      ),
    ];
  }

  #giveSecrets({ regions }: LoadedStacks): Promise<void> {
    const { root, endpoints, secrets, announce } = this.#options;
    return giveSecrets(secrets, regions, { root, endpoints, areExports: false, announce });
  }

  /** Announces what has no effect here, and was not announced before. */
  announceUnserved(): void {
    const { regions, edges } = this.#loaded;
    const inputs = unservedInputs([...regions, ...edges].flatMap(({ resources }) => resources));
    for (const note of [...inputs, ...this.#options.regions.flatMap(({ unserved }) => unserved)]) {
      if (!this.#announced.has(note)) this.#options.announce(note);
      this.#announced.add(note);
    }
  }
}

/** A load fails if the regions are others than those that run. */
const stackOf = ({ regions }: LoadedStacks, { name }: Region) =>
  regions.find(({ region }) => region === name)!;

/** The program's name of a function, by that in AWS, which ends in random characters. */
const programName = ({ regions }: LoadedStacks, name: string): string =>
  regions
    .flatMap(({ resources }) => resources)
    .find(({ type, outputs }) => type === functionType && outputs["name"] === name)?.name ?? name;

const resourceTexts = (changes: Partial<StackChanges> = {}): string[] =>
  Object.entries<readonly string[]>({ ...changes }).flatMap(([verb, names]) =>
    names.map((name) => `${verb} ${name.replace(/^.*:/, "").replaceAll('"', "")}`),
  );

/** Resources in which somebody has something. */
const holdsData =
  /^aws:(dynamodb\/table|sqs\/queue|s3\/bucket|cognito\/userPool|kms\/key|secretsmanager\/secret):/;

/** The resources whose content is gone with them. */
function lossTexts({ changes }: LoadedStacks): string[] {
  const lost = (names: readonly string[] = []) => names.filter((name) => holdsData.test(name));
  return resourceTexts({ replaced: lost(changes?.replaced), deleted: lost(changes?.deleted) });
}

/**
 * Does something in all regions side by side.
 *
 * @throws the first error once all are done; it names its regions if others have succeeded
 */
async function inAll<Result>(
  regions: readonly Region[],
  work: (region: Region) => Result | Promise<Result>,
): Promise<Result[]> {
  const outcomes = await Promise.allSettled(regions.map(async (region) => work(region)));
  const failed = regions.filter((_, index) => outcomes[index]!.status === "rejected");
  if (failed.length > 0 && failed.length < regions.length) {
    const names = failed.map(({ name }) => name).join(", ");
    const error = outcomes.find((outcome) => outcome.status === "rejected")!.reason as Error;
    error.message = `Only in ${names}: ${error.message}`;
    throw error;
  }
  return outcomes.map((outcome) => {
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  });
}
