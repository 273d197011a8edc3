import type { AwsEndpoint } from "../aws/endpoint.ts";
import type { Definition } from "../evaluation/calls.ts";
import type { EvaluationThread } from "../evaluation/thread.ts";
import { fromPlain } from "../graph/plainValues.ts";
import type { Component, Properties, Resource } from "../graph/resource.ts";
import type { TypeSchemas } from "../provider/schema/index.ts";
import { KeptRegion } from "./keptRegion.ts";
import type { KeptResource } from "./keptStack.ts";
import { type StackChanges, StackDeployment } from "./stackDeployment.ts";

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

/** The most evaluations of a deployment. Each follows from outputs that differ from what the one before was told. */
const mostEvaluations = 5;

/** Deploys the stacks of an environment to the AWS endpoints, again and again. */
export class Environment {
  readonly #options: EnvironmentOptions;
  readonly #regions: ReadonlyMap<string, KeptRegion>;
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
   * @throws any error of the program or of AWS; what there was before is left as it was, as far as possible
   */
  async deploy(thread: EvaluationThread, definition: Definition): Promise<DeployedEnvironment> {
    const { stacks } = definition;
    const deployments = new Map(
      await Promise.all(stacks.map(async (stack) => [stack, await this.#start(stack)] as const)),
    );
    try {
      let deployed = await this.#evaluate(thread, deployments);
      for (let evaluations = 1; await changeAll(deployments); evaluations++) {
        if (evaluations === mostEvaluations) break;
        for (const deployment of deployments.values()) deployment.evaluateAgain();
        deployed = await this.#evaluate(thread, deployments);
      }
      await this.#commit(deployments, (deployment) => deployment.state());
      this.#isDeployed = true;
      return {
        ...deployed,
        changes: changesOf(deployments),
        finish: () => this.#finish(deployments),
      };
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
    const { endpoints, schemasOf } = this.#options;
    const aws = endpoints.get(region)!;
    const kept = this.#regions.get(region)!;
    const elsewhere = async (other: string) => endpoints.get(other);
    return new StackDeployment({
      context: { region, accountId: aws.accountId, stack: name, aws, elsewhere },
      schemas: await schemasOf(region),
      ...kept.stack(name),
      begin: () => kept.begin(),
    });
  }

  async #evaluate(
    thread: EvaluationThread,
    deployments: ReadonlyMap<Stack, StackDeployment>,
  ): Promise<Pick<DeployedEnvironment, "stacks" | "problems">> {
    const stacks: DeployedStack[] = [];
    const outputs: Record<string, Properties> = {};
    // The stacks of one program have the same problems and warnings.
    const problems = new Set<string>();
    for (const [{ name, region, edge }, deployment] of deployments) {
      const evaluated = await thread.evaluate(
        { stack: name, outputs },
        {
          create: (declared) => deployment.create(declared),
          call: ({ token, inputs }) => deployment.call(token, inputs),
        },
      );
      outputs[evaluated.name] = evaluated.outputs;
      evaluated.problems.forEach((problem) => problems.add(problem));
      const { components } = evaluated;
      stacks.push({
        ...{ region, edge, components, outputs: evaluated.outputs },
        resources: deployment.state().resources.map(toResource),
      });
    }
    return { stacks, problems: [...problems] };
  }

  async #commit(
    deployments: ReadonlyMap<Stack, StackDeployment>,
    stateOf: (
      deployment: StackDeployment,
    ) => ReturnType<StackDeployment["state"]> | ReturnType<StackDeployment["undo"]>,
  ): Promise<void> {
    await Promise.all(
      [...this.#regions].map(async ([region, kept]) => {
        const own = [...deployments].filter(([stack]) => stack.region === region);
        const states = own.map(async ([{ name }, each]) => [name, await stateOf(each)] as const);
        kept.commit(new Map(await Promise.all(states)));
      }),
    );
  }

  async #finish(deployments: ReadonlyMap<Stack, StackDeployment>): Promise<void> {
    const { announce } = this.#options;
    const hasLeft = [...deployments.values()].some((each) => each.state().left.length > 0);
    if (!hasLeft) return;
    // Later stacks refer to earlier ones.
    for (const [{ region }, deployment] of [...deployments].toReversed()) {
      await deployment.finish(({ type, name }, reason) =>
        announce(`${region}: ${type} "${name}" is no longer declared, but stays: ${reason}`),
      );
    }
    await this.#commit(deployments, (deployment) => deployment.state());
  }
}

/** @returns whether a stack has to be evaluated again */
async function changeAll(deployments: ReadonlyMap<Stack, StackDeployment>): Promise<boolean> {
  let isSurprising = false;
  for (const deployment of deployments.values()) {
    isSurprising = (await deployment.change()) || isSurprising;
  }
  return isSurprising;
}

const toResource = ({ problems: _problems, ...resource }: KeptResource): Resource => ({
  ...resource,
  inputs: fromPlain(resource.inputs),
  outputs: fromPlain(resource.outputs),
});

function changesOf(deployments: ReadonlyMap<Stack, StackDeployment>): StackChanges {
  const all = [...deployments.values()].map(({ changes }) => changes);
  const join = (what: keyof StackChanges) => all.flatMap((changes) => changes[what]);
  return {
    created: join("created"),
    updated: join("updated"),
    replaced: join("replaced"),
    deleted: join("deleted"),
  };
}
