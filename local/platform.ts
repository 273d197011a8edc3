import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { AwsEndpoint } from "./aws/endpoint.ts";
import { type Message, readMessages, watchMessages } from "./aws/messages.ts";
import { accountId, startEndpoint } from "./aws/miniStack.ts";
import { type Edge, startEdge } from "./edge/index.ts";
import { type Evaluation, evaluateStack, fullStackName } from "./graph/evaluate.ts";
import type { Properties } from "./graph/resource.ts";
import { type Project, readProject } from "./graph/stackConfig.ts";
import { Children } from "./process/children.ts";
import { Logs } from "./process/logs.ts";
import { createProvider } from "./provider/index.ts";
import { Region } from "./region.ts";
import { type EnvironmentStack, environmentStacks } from "./stacks.ts";
import { publishState, type PlatformState } from "./stateFile.ts";

export interface PlatformOptions {
  /** Folder of the project, with `Pulumi.yaml`. */
  readonly root: string;
  readonly environment: string;
  /** Which of the environment's regions; all if left out. */
  readonly regions?: string[];
  /** Port of the edge; the regions' gateways take the next ones. 0 takes free ones. */
  readonly port: number;
  /** Told what is done and what takes seconds. */
  readonly announce: (message: string) => void;
  /** Told each mail that is sent. */
  readonly onMessage: (message: Message) => void;
  /** Ends a start that is under way. */
  readonly signal: AbortSignal;
}

/** A platform that runs on this machine. */
export interface Platform {
  readonly state: PlatformState;
  /** Folder with the logs of this start. */
  readonly logFolder: string;
  /**
   * Stops everything the platform started and removes what it wrote, but for its logs.
   *
   * @param graceMs - how long calls under way may go on
   */
  stop(graceMs: number): Promise<void>;
}

/** Starts every region of an environment and the edge before them. What was started is stopped if any of it fails. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const start = new PlatformStart(options);
  try {
    return await Promise.race([start.run(), rejectOnAbort(options.signal)]);
  } catch (error) {
    await start.stop(0);
    throw error;
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

interface EvaluatedStack {
  readonly stack: EnvironmentStack;
  readonly aws: AwsEndpoint;
  readonly evaluation: Evaluation;
}

class PlatformStart {
  readonly #options: PlatformOptions;
  readonly #logs: Logs;
  readonly #children: Children;
  readonly #stops: (() => void | Promise<void>)[] = [];
  #regions: Region[] = [];
  #edge: Edge | undefined;

  constructor(options: PlatformOptions) {
    this.#options = options;
    this.#logs = new Logs(join(options.root, ".local", "logs"));
    this.#children = new Children((name, line) => this.#logs.write(name, line));
  }

  async run(): Promise<Platform> {
    const { root, environment, regions, announce } = this.#options;
    const project = await readProject(root);
    const stacks = await environmentStacks(project, environment, regions);
    const folder = await mkdtemp(join(tmpdir(), "palisade-"));
    this.#children.ownFolder(folder);

    const endpoints = this.#startEndpoints(stacks, folder);
    const program = importProgram(project);
    const evaluated = await this.#evaluate(project, stacks, await endpoints, await program);
    announce("Evaluated the stacks");

    this.#regions = this.#createRegions(evaluated, folder);
    await Promise.all(this.#regions.map((region) => region.start()));
    announce("Started services, functions and gateways");

    this.#edge = await this.#startEdge(evaluated.map(({ aws }) => aws));
    const state = describe(this.#edge.url, this.#regions, evaluated);
    this.#stops.push(await publishState(join(root, ".local"), state));
    return { state, logFolder: this.#logs.folder, stop: (graceMs) => this.stop(graceMs) };
  }

  async stop(graceMs: number): Promise<void> {
    await this.#edge?.close({ graceMs });
    await Promise.all(this.#regions.map((region) => region.stop(graceMs)));
    await Promise.all(this.#stops.map((stop) => stop()));
    await this.#children.close();
    await this.#logs.close();
  }

  async #startEndpoints(stacks: EnvironmentStack[], folder: string): Promise<AwsEndpoint[]> {
    const { announce } = this.#options;
    const endpoints = await Promise.all(
      stacks.map(({ region }) =>
        startEndpoint({ region, children: this.#children, folder, announce }),
      ),
    );
    announce("Started the AWS endpoints");
    return endpoints;
  }

  /** One stack after the other: each may refer to the outputs of those before it. */
  async #evaluate(
    project: Project,
    stacks: EnvironmentStack[],
    endpoints: AwsEndpoint[],
    program: () => Promise<Properties>,
  ): Promise<EvaluatedStack[]> {
    const evaluated: EvaluatedStack[] = [];
    const outputs = new Map<string, Properties>();
    for (const [index, stack] of stacks.entries()) {
      const aws = endpoints[index]!;
      const spec = { project: project.name, stack: stack.name, config: stack.config, program };
      const provider = createProvider({ region: stack.region, accountId, stack: stack.name, aws });
      const evaluation = await evaluateStack(spec, provider, (name) => outputs.get(name));
      outputs.set(fullStackName(spec), evaluation.outputs);
      evaluated.push({ stack, aws, evaluation });
    }
    return evaluated;
  }

  #createRegions(evaluated: EvaluatedStack[], folder: string): Region[] {
    const { root, port } = this.#options;
    const endpoints = new Map(evaluated.map(({ stack, aws }) => [stack.region, aws]));
    return evaluated.map(
      ({ stack, aws, evaluation }, index) =>
        new Region({
          name: stack.region,
          resources: evaluation.resources,
          aws,
          port: port === 0 ? 0 : port + 1 + index,
          root,
          folder,
          children: this.#children,
          logs: this.#logs,
          jwksUriOf: (userPoolArn) => jwksUri(endpoints, userPoolArn),
        }),
    );
  }

  async #startEdge(endpoints: AwsEndpoint[]): Promise<Edge> {
    const byName = new Map(this.#regions.map((region) => [region.name, region]));
    this.#stops.push(watchMessages(endpoints, this.#options.onMessage));
    return startEdge({
      port: this.#options.port,
      regions: this.#regions.map(({ name, apiUrl }) => ({ name, apiUrl })),
      control: {
        stop: async (name) => byName.get(name)!.stop(0),
        start: async (name) => byName.get(name)!.start(),
        messages: async (to) => {
          const messages = (await Promise.all(endpoints.map(readMessages))).flat();
          return to === undefined
            ? messages
            : messages.filter((message) => message.to.includes(to));
        },
      },
    });
  }
}

async function importProgram(project: Project): Promise<() => Promise<Properties>> {
  const module = (await import(pathToFileURL(project.main).href)) as {
    default: () => Promise<Properties>;
  };
  return module.default;
}

/** A pool's keys are at the endpoint of the region in its ARN. */
function jwksUri(endpoints: Map<string, AwsEndpoint>, userPoolArn: string): string {
  const [, , , region = "", , resource = ""] = userPoolArn.split(":");
  const userPoolId = resource.replace("userpool/", "");
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  return endpoints.get(region)?.jwksUri(userPoolId) ?? `${issuer}/.well-known/jwks.json`;
}

function describe(edgeUrl: string, regions: Region[], evaluated: EvaluatedStack[]): PlatformState {
  const entries = regions.map((region, index) => {
    const { aws, evaluation } = evaluated[index]!;
    const { userPoolId, clientId, issuer } = evaluation.outputs as Record<string, string>;
    return [region.name, { api: region.apiUrl, aws: aws.url, userPoolId, clientId, issuer }];
  });
  return {
    edge: edgeUrl,
    console: `${edgeUrl}/_palisade/`,
    regions: Object.fromEntries(entries) as PlatformState["regions"],
  };
}
