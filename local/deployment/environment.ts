import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Definition, EvaluatedStack } from "../evaluation/calls.ts";
import type { Recording } from "../evaluation/recording.ts";
import { ReplayError, replayStack } from "../evaluation/replay.ts";
import type { Requests, StackEvaluator } from "../evaluation/thread.ts";
import type { Component, Properties, Resource } from "../graph/resource.ts";
import type { TypeSchemas } from "../provider/schema/index.ts";
import { KeptRegion } from "./keptRegion.ts";
import type { KeptStack } from "./keptStack.ts";
import { nameOf } from "./protection.ts";
import { RevivedResources } from "./revived.ts";
import { isReplayable } from "./replayable.ts";
import { type StackChanges, StackDeployment } from "./stackDeployment.ts";
import { withUrls } from "./withUrls.ts";

/** A stack after its deployment. */
export interface DeployedStack {
  readonly region: string;
  readonly edge: boolean;
  readonly resources: Resource[];
  readonly components: readonly Component[];
  readonly outputs: Properties;
}

export interface DeployedEnvironment {
  readonly stacks: readonly DeployedStack[];
  /** Of all stacks. */
  readonly changes: StackChanges;
  /** The program's warnings, and what has no effect here. */
  readonly problems: readonly string[];
  /** Deletes the resources that are no longer declared. */
  finish(): Promise<void>;
}

interface EnvironmentOptions {
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  readonly schemasOf: (region: string) => Promise<TypeSchemas | undefined>;
  readonly announce: (message: string) => void;
}

type Stack = Definition["stacks"][number];
type Deployments = ReadonlyMap<Stack, StackDeployment>;

/** The most evaluations of a deployment. Each follows from outputs that differ from what the one before was told. */
const mostEvaluations = 5;

/** Deploys the stacks of an environment to the AWS endpoints, again and again. */
export class Environment {
  readonly #options: EnvironmentOptions;
  readonly #regions: ReadonlyMap<string, KeptRegion>;
  readonly #revived = new RevivedResources();
  /** Lines about resources that stay although they are no longer declared, which are announced once. */
  #staying: ReadonlySet<string> = new Set();
  /** Whether a deployment has succeeded. */
  #isDeployed = false;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    const { endpoints, announce } = options;
    this.#regions = new Map(
      [...endpoints].map(([region, aws]) => [region, new KeptRegion(aws, endpoints, announce)]),
    );
  }

  /**
   * Evaluates the stacks in order, because each may refer to the outputs of earlier ones, and then makes what they
   * declare.
   *
   * @param recording - an earlier evaluation, which is repeated instead as far as nothing differs
   * @throws any error of the program or of AWS; what there was before is left as it was, as far as possible
   */
  async deploy(
    evaluator: StackEvaluator,
    definition: Definition,
    recording?: Recording,
  ): Promise<DeployedEnvironment> {
    const { stacks } = definition;
    const deployments = new Map(
      await Promise.all(stacks.map(async (stack) => [stack, await this.#start(stack)] as const)),
    );
    try {
      const replayed = recording && (await this.#replay(recording, deployments));
      let evaluated = replayed ?? (await this.#evaluate(evaluator, deployments));
      for (let evaluations = 1; await changeAll(deployments); evaluations++) {
        if (evaluations === mostEvaluations) break;
        for (const deployment of deployments.values()) deployment.evaluateAgain();
        evaluated = await this.#evaluate(evaluator, deployments);
      }
      await Promise.all([...deployments.values()].map((each) => each.findStaying()));
      await this.#commit(deployments, (deployment) => deployment.state());
      this.#isDeployed = true;
      return this.#deployed(deployments, evaluated);
    } catch (error) {
      // A first start has nothing to return to: its endpoints end with it.
      if (this.#isDeployed) await this.#commit(deployments, (deployment) => deployment.undo());
      throw error;
    }
  }

  /** Resolves when the kept data are written. */
  async saved(): Promise<void> {
    await Promise.all([...this.#regions.values()].map((region) => region.saved()));
  }

  async #start({ name, region }: Stack): Promise<StackDeployment> {
    const { endpoints, schemasOf, announce } = this.#options;
    const aws = endpoints.get(region)!;
    const kept = this.#regions.get(region)!;
    const elsewhere = async (other: string) => endpoints.get(other);
    return new StackDeployment({
      context: { region, accountId: aws.accountId, stack: name, aws, elsewhere },
      schemas: await schemasOf(region),
      ...kept.stack(name),
      begin: () => kept.begin(),
      onLost: (resource, data) =>
        announce(
          `${region}: ${nameOf(resource)} was replaced. The former one was deleted with its ${data}`,
        ),
    });
  }

  /** @returns `undefined` if the program has to be evaluated, because something differs */
  async #replay(
    recording: Recording,
    deployments: Deployments,
  ): Promise<ReadonlyMap<Stack, EvaluatedStack> | undefined> {
    const { endpoints } = this.#options;
    const urls = Object.fromEntries([...endpoints].map(([region, { url }]) => [region, url]));
    const stacks = withUrls(recording.stacks, recording.urls, urls);
    const canReplay = await Promise.all(
      [...deployments].map(([{ name }, deployment]) => isReplayable(stacks[name], deployment)),
    );
    if (canReplay.includes(false)) return undefined;
    try {
      return await this.#evaluate(
        { evaluate: (stack, requests) => replayStack(stacks[stack.stack]!, stack, requests) },
        deployments,
      );
    } catch (error) {
      if (!(error instanceof ReplayError)) throw error;
      for (const deployment of deployments.values()) deployment.evaluateAgain();
      return undefined;
    }
  }

  async #evaluate(
    evaluator: StackEvaluator,
    deployments: Deployments,
  ): Promise<ReadonlyMap<Stack, EvaluatedStack>> {
    const all = new Map<Stack, EvaluatedStack>();
    const outputs: Record<string, Properties> = {};
    for (const [stack, deployment] of deployments) {
      const requests: Requests = {
        create: (declared) => deployment.create(declared),
        call: ({ token, inputs }) => deployment.call(token, inputs),
      };
      const evaluated = await evaluator.evaluate({ stack: stack.name, outputs }, requests);
      outputs[evaluated.name] = evaluated.outputs;
      all.set(stack, evaluated);
    }
    return all;
  }

  #deployed(
    deployments: Deployments,
    evaluated: ReadonlyMap<Stack, EvaluatedStack>,
  ): DeployedEnvironment {
    const kept = [...deployments].map(([stack, each]) => [stack, each.state().resources] as const);
    const revived = this.#revived.revive(kept.flatMap(([, resources]) => resources));
    return {
      stacks: kept.map(([stack, { length }]) => {
        const { region, edge } = stack;
        const { components, outputs } = evaluated.get(stack)!;
        return { region, edge, components, outputs, resources: revived.splice(0, length) };
      }),
      changes: changesOf(deployments),
      // The stacks of one program have the same problems and warnings.
      problems: [...new Set([...evaluated.values()].flatMap(({ problems }) => problems))],
      finish: () => this.#finish(deployments),
    };
  }

  async #commit(
    deployments: Deployments,
    stateOf: (deployment: StackDeployment) => KeptStack | Promise<KeptStack>,
  ): Promise<void> {
    await Promise.all(
      [...this.#regions].map(async ([region, kept]) => {
        const own = [...deployments].filter(([stack]) => stack.region === region);
        const states = own.map(async ([{ name }, each]) => [name, await stateOf(each)] as const);
        kept.commit(new Map(await Promise.all(states)));
      }),
    );
  }

  async #finish(deployments: Deployments): Promise<void> {
    const hasLeft = [...deployments.values()].some((each) => each.state().left.length > 0);
    const staying = new Set<string>();
    // Later stacks refer to earlier ones.
    for (const [{ region }, deployment] of [...deployments].toReversed()) {
      await deployment.finish((resource, reason) =>
        staying.add(`${region}: ${nameOf(resource)} is no longer declared, but stays: ${reason}`),
      );
    }
    [...staying].filter((line) => !this.#staying.has(line)).forEach(this.#options.announce);
    this.#staying = staying;
    if (hasLeft) await this.#commit(deployments, (deployment) => deployment.state());
  }
}

/** @returns whether a stack has to be evaluated again */
async function changeAll(deployments: Deployments): Promise<boolean> {
  let isSurprising = false;
  for (const deployment of deployments.values()) {
    isSurprising = (await deployment.change()) || isSurprising;
  }
  return isSurprising;
}

function changesOf(deployments: Deployments): StackChanges {
  const all = [...deployments.values()].map(({ changes }) => changes);
  // Most resources have the same name in each region.
  const join = (what: keyof StackChanges) => [...new Set(all.flatMap((changes) => changes[what]))];
  return {
    created: join("created"),
    updated: join("updated"),
    replaced: join("replaced"),
    deleted: join("deleted"),
  };
}
