import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Project, readProject, requireNoFaults } from "../../project/stackConfig.ts";
import type { Properties } from "../graph/resource.ts";
import type { SecretOwner } from "../secrets/index.ts";
import type { TypeSchemas } from "../provider/schema/index.ts";
import { environmentStacks } from "./stacks.ts";
import type { LoadedStacks, StackSource } from "./source.ts";

/**
 * Serves the stacks of an environment from the project's program. Faults of stack files and of the
 * platform's definition are thrown here, before any AWS endpoint starts.
 *
 * @param root - folder with `Pulumi.yaml`
 * @param regions - regions of the environment; all if left out
 * @param announce - receives slow steps, and which checks are left out
 * @throws ProjectError when the environment has no stack in one of the regions
 */
export async function programSource(
  root: string,
  environment: string,
  regions: string[] | undefined,
  announce: (message: string) => void,
): Promise<StackSource> {
  const project = await readProject(root);
  const stacks = await environmentStacks(project, environment, regions);
  const program = await importProgram(project);
  const preflight = await importPreflight(project);
  requireNoFaults(
    stacks.flatMap(({ name, config, edge }) =>
      edge ? [] : (preflight.checkPlatform?.(name, config) ?? []),
    ),
  );
  // The endpoints start while these are loading.
  const importing = importEvaluation();
  const loadingSchemas = new Map(
    stacks.map(({ region }) => [region, loadSchemas(region, announce)] as const),
  );
  const schemasOf = (region: string) => loadingSchemas.get(region);

  return {
    secretOwners: preflight.secretOwners?.(environment) ?? [],
    regions: [...new Set(stacks.map(({ region }) => region))],
    /** Loads the stacks in order, because each may refer to the outputs of earlier ones. */
    load: async (endpoints) => {
      const { evaluateStack, fullStackName, createProvider } = await importing;
      const loaded: LoadedStacks = { regions: [], edges: [] };
      const known = new Map<string, Properties>();
      // The stacks of one program have the same problems and warnings.
      const problems = new Set<string>();
      for (const { name: stack, region, config, edge } of stacks) {
        const spec = { project: project.name, stack, config, program };
        const aws = endpoints.get(region)!;
        const elsewhere = async (other: string) => endpoints.get(other);
        const context = { region, accountId: aws.accountId, stack, aws, elsewhere };
        const provider = createProvider(context, await schemasOf(region));
        const { resources, outputs } = await evaluateStack(
          spec,
          provider,
          (name) => known.get(name),
          (problem) => problems.add(`Not served: ${problem}`),
          (warning) => problems.add(`Warning: ${warning}`),
        );
        known.set(fullStackName(spec), outputs);
        loaded[edge ? "edges" : "regions"].push({ region, resources, outputs });
      }
      problems.forEach(announce);
      return loaded;
    },
  };
}

/** Modules with AWS's clients, which take longer to load than the program. */
const importEvaluation = async () => ({
  ...(await import("../graph/evaluate.ts")),
  ...(await import("../provider/index.ts")),
});

/** Without schemas, such as on a machine without Python, the inputs of resources are not checked. */
async function loadSchemas(
  region: string,
  announce: (message: string) => void,
): Promise<TypeSchemas | undefined> {
  const { loadTypeSchemas } = await import("../provider/schema/index.ts");
  const { InstallError } = await import("../python/install.ts");
  try {
    return await loadTypeSchemas(region, announce);
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    announce(`The inputs of resources are not checked: ${error.message}`);
    return undefined;
  }
}

/** What `preflight.ts` beside the stack files may export. */
interface Preflight {
  /** Checks a stack's config against the platform; returns a message per fault. */
  readonly checkPlatform?: (stack: string, config: Readonly<Record<string, string>>) => string[];
  /** Services and functions of an environment with the variables whose values are secrets. */
  readonly secretOwners?: (environment: string) => SecretOwner[];
}

async function importPreflight({ stackDirectory }: Project): Promise<Preflight> {
  const file = join(stackDirectory, "preflight.ts");
  return existsSync(file) ? ((await import(pathToFileURL(file).href)) as Preflight) : {};
}

async function importProgram(project: Project): Promise<() => Promise<Properties>> {
  const module = (await import(pathToFileURL(project.main).href)) as {
    default: () => Promise<Properties>;
  };
  return module.default;
}
