import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { DeployedEnvironment, Environment } from "../deployment/environment.ts";
import { Evaluator } from "../evaluation/evaluator.ts";
import type { EvaluationThread } from "../evaluation/thread.ts";
import type { Definition, DefinitionRequest } from "../evaluation/calls.ts";
import type { Recording } from "../evaluation/recording.ts";
import { RecordingEvaluator } from "../evaluation/replay.ts";
import { readProject } from "../../project/stackConfig.ts";
import type { TypeSchemas } from "../provider/schema/index.ts";
import type { SecretOwner } from "../secrets/index.ts";
import type { LoadedStacks, StackSource } from "./source.ts";
import { type EnvironmentStack, stacksOfEnvironment } from "./stacks.ts";

/**
 * Serves the stacks of an environment from the project's program, which is loaded in the background: see `check`.
 *
 * @param root - folder with `Pulumi.yaml`
 * @param regions - regions of the environment; all if left out
 * @param announce - receives slow steps, and which checks are left out
 * @param evaluator - evaluates the program. @default a new one
 * @param recording - an earlier evaluation, which is repeated if the endpoints still have its resources. @default none
 * @throws ProjectError when the environment has no stack in one of the regions
 */
export async function programSource(
  root: string,
  environment: string,
  regions: string[] | undefined,
  announce: (message: string) => void,
  evaluator = new Evaluator(),
  recording?: Recording,
): Promise<StackSource> {
  const request = { root, environment, regions };
  const source = new ProgramSource(request, announce, evaluator, recording);
  try {
    await source.start();
    return source;
  } catch (error) {
    await source.close();
    throw error;
  }
}

/** The regions of the environment are others than those that run. */
class RegionsChangedError extends Error {
  override readonly name = "RegionsChangedError";
}

/** A thread that has loaded the program, with what the program says before it runs. */
interface Defined {
  readonly thread: EvaluationThread;
  readonly definition: Definition;
}

class ProgramSource implements StackSource {
  readonly #request: DefinitionRequest;
  readonly #announce: (message: string) => void;
  readonly #evaluator: Evaluator;
  readonly #schemas = new Map<string, Promise<TypeSchemas | undefined>>();
  #importing: Promise<typeof import("../deployment/environment.ts")> | undefined;
  #first: Promise<Defined> | undefined;
  #recording: Recording | undefined;
  #environment: Environment | undefined;
  /** Keeps the last evaluation for the next start. */
  #record: (() => Promise<void>) | undefined;
  #recorded: Promise<void> = Promise.resolve();
  /** Those that were announced. */
  #problems: readonly string[] = [];
  /** One evaluation or deletion after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  regions: string[] = [];
  /** Those with a stack of their own. */
  #served: string[] = [];

  constructor(
    request: DefinitionRequest,
    announce: (message: string) => void,
    evaluator: Evaluator,
    recording: Recording | undefined,
  ) {
    this.#request = request;
    this.#announce = announce;
    this.#evaluator = evaluator;
    this.#recording = recording;
  }

  /** Reads the regions, and begins to load the program, AWS's clients and the schemas. */
  async start(): Promise<void> {
    const { root, environment, regions } = this.#request;
    if (!this.#recording) {
      this.#first = this.#define();
      this.#first.catch(() => {});
    }
    const stacks = await stacksOfEnvironment(await readProject(root), environment, regions);
    this.regions = regionsOf(stacks);
    this.#served = regionsOf(stacks.filter(({ edge }) => !edge));
    // A stack file without a valid region is a fault.
    if (!this.regions.every((region) => region !== "")) await this.check();
    this.#importing = import("../deployment/environment.ts");
    this.regions.forEach((region) => void this.#schemasOf(region));
  }

  async check(): Promise<readonly SecretOwner[]> {
    const { secretOwners } = this.#recording?.definition ?? (await this.#first!).definition;
    return secretOwners;
  }

  load(
    endpoints: ReadonlyMap<string, AwsEndpoint>,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<LoadedStacks> {
    return this.#inTurn(async () => {
      signal?.throwIfAborted();
      const { Environment } = await (this.#importing ??= import("../deployment/environment.ts"));
      this.#environment ??= new Environment({
        endpoints,
        schemasOf: (region) => this.#schemasOf(region),
        announce: this.#announce,
      });
      const recording = this.#takeRecording(endpoints);
      let defined = recording ? undefined : await (this.#first ?? this.#define(signal));
      this.#first = undefined;
      const definition = (recording ?? defined!).definition;
      const cancel = () => void defined?.thread.close(signal?.reason as Error);
      signal?.addEventListener("abort", cancel);
      const evaluator = new RecordingEvaluator({
        evaluate: async (stack, requests) => {
          defined ??= await this.#define(signal);
          return defined.thread.evaluate(stack, requests);
        },
      });
      try {
        requireSame(regionsOf(definition.stacks), [...endpoints.keys()]);
        const deployed = await this.#environment.deploy(evaluator, definition, recording);
        deployed.problems
          .filter((problem) => !this.#problems.includes(problem))
          .forEach(this.#announce);
        this.#problems = deployed.problems;
        const addedRegions = await this.#addedRegions();
        if (!defined) {
          return {
            ...this.#loaded(deployed),
            reads: recording!.reads,
            addedRegions,
            isRepeated: true,
          };
        }
        const reads = await defined.thread.reads();
        const dependencies = await defined.thread.dependencies();
        const stacks = Object.fromEntries(evaluator.stacks);
        this.#record = async () => {
          if (![...endpoints.values()].every(({ kept }) => kept)) return;
          const { recordEvaluation } = await import("../evaluation/record.ts");
          const evaluated = { request: this.#request, definition, dependencies, reads, stacks };
          return recordEvaluation(evaluated, deployed, endpoints);
        };
        return { ...this.#loaded(deployed), reads, addedRegions };
      } finally {
        signal?.removeEventListener("abort", cancel);
        if (defined) void this.#evaluator.giveBack(defined.thread);
      }
    });
  }

  prepare(): void {
    this.#evaluator.prepare();
  }

  async close(): Promise<void> {
    await this.#evaluator.close();
    await Promise.all([this.#environment?.saved(), this.#recorded]);
  }

  #loaded(deployed: DeployedEnvironment): LoadedStacks {
    const of = (isEdge: boolean) =>
      deployed.stacks.filter(({ edge }) => edge === isEdge).map(({ edge: _, ...stack }) => stack);
    return {
      regions: of(false),
      edges: of(true),
      changes: deployed.changes,
      finish: () => this.#inTurn(() => this.#finish(deployed)),
    };
  }

  async #finish(deployed: DeployedEnvironment): Promise<void> {
    await deployed.finish();
    const record = this.#record;
    this.#record = undefined;
    // Without it, the next start takes longer.
    this.#recorded = this.#recorded.then(record).catch(() => {});
  }

  /** Only of data that is kept there is something to find again. */
  #takeRecording(endpoints: ReadonlyMap<string, AwsEndpoint>): Recording | undefined {
    const recording = this.#recording;
    this.#recording = undefined;
    const areKept = [...endpoints.values()].every(({ kept }) => kept && !kept.isEmpty);
    return areKept ? recording : undefined;
  }

  async #define(signal?: AbortSignal): Promise<Defined> {
    const thread = this.#evaluator.take();
    const cancel = () => void thread.close(signal?.reason as Error);
    signal?.addEventListener("abort", cancel);
    try {
      // Regions that were added since the start do not keep those that run from being edited.
      const regions = this.#served.length > 0 ? this.#served : this.#request.regions;
      return { thread, definition: await thread.define({ ...this.#request, regions }) };
    } catch (error) {
      void this.#evaluator.giveBack(thread);
      throw error;
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }

  async #addedRegions(): Promise<string[]> {
    const { root, environment, regions } = this.#request;
    if (regions) return [];
    const stacks = await stacksOfEnvironment(await readProject(root), environment);
    return regionsOf(stacks).filter((region) => !this.regions.includes(region));
  }

  #schemasOf(region: string): Promise<TypeSchemas | undefined> {
    const loading = this.#schemas.get(region) ?? loadSchemas(region, this.#announce);
    this.#schemas.set(region, loading);
    return loading;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

const regionsOf = (stacks: readonly EnvironmentStack[]): string[] => [
  ...new Set(stacks.map(({ region }) => region)),
];

function requireSame(wanted: string[], running: string[]): void {
  if (wanted.toSorted().join() === running.toSorted().join()) return;
  throw new RegionsChangedError(
    `The environment now has the regions ${wanted.join(", ")}; ${running.join(", ")} run. Start the platform again.`,
  );
}

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
