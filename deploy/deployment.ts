import type { OutputMap, PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { ask } from "../project/ask.ts";
import type { EnvironmentStack } from "./environment.ts";
import { requireFixedNetworks } from "./movedNetwork.ts";
import type { DeployOptions } from "./options.ts";
import { doneInWords, hasChanges, inWords, type Plan, PlanBuilder } from "./plan.ts";
import { Progress } from "./progress.ts";
import { printOutcomes, printPlans } from "./report.ts";
import { RegionChecks } from "./regionChecks.ts";
import { rollOut } from "./rollout.ts";
import {
  createStacks,
  DeployedStack,
  missingStacks,
  type OnEvent,
  type StackOptions,
} from "./stack.ts";
import type { Target } from "./target.ts";
import { removalWaves, type RolloutStack, rolloutWaves } from "./waves.ts";

export interface DeploymentOptions {
  readonly options: DeployOptions;
  readonly stacks: readonly EnvironmentStack[];
  /** The environment's other stacks, which are not changed. */
  readonly others: readonly EnvironmentStack[];
  readonly target: Target;
  readonly pulumi: PulumiCommand;
  readonly signal: AbortSignal;
}

/** A stack in a rollout. */
interface Step extends RolloutStack {
  readonly region: string;
  readonly stack: DeployedStack;
  readonly plan: Plan;
}

/** A command failed; the message has the engine's errors. */
class StackFailedError extends Error {
  override readonly name = "StackFailedError";
}

/** The home region must be deployed before, and deleted after, the other regions. */
class HomeRegionError extends Error {
  override readonly name = "HomeRegionError";
}

/** Deploys or deletes an environment. */
export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #progress: Progress;
  readonly #checks: RegionChecks;

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#progress = new Progress(
      options.stacks.map(({ name }) => name),
      (line) => console.log(line),
    );
    const checks = { ...options, home: () => this.#home() };
    this.#checks = new RegionChecks(checks, (name, text) => this.#progress.line(name, text));
  }

  /** @returns `true` if no stack failed */
  async run(): Promise<boolean> {
    const { options, stacks, others, signal } = this.#options;
    signal.throwIfAborted();
    const names = [...stacks, ...others].map(({ name }) => name);
    const missing = await missingStacks(names, this.#stackOptions());
    const isMissing = ({ name }: EnvironmentStack) => missing.includes(name);
    await this.#requireOthers(others.filter((stack) => !isMissing(stack)));
    if (options.destroy) {
      return this.#destroy(await this.#open(stacks.filter((stack) => !isMissing(stack))));
    }
    signal.throwIfAborted();
    await createStacks(stacks.filter(isMissing), this.#stackOptions());
    return this.#deploy(await this.#open(stacks));
  }

  /**
   * Makes sure that the home region's stack exists while other regions' stacks do.
   *
   * @param existing - the environment's other stacks that the backend has
   * @throws HomeRegionError
   */
  async #requireOthers(existing: readonly EnvironmentStack[]): Promise<void> {
    const { options, stacks, others } = this.#options;
    const home = others.find((stack) => stack.home);
    const deployed = await Promise.all(
      existing.map(async ({ name }) => {
        const stack = await DeployedStack.open(name, this.#stackOptions());
        return hasOutputs(await stack.outputs()) ? [name] : [];
      }),
    );
    const names = deployed.flat();
    if (!options.destroy && home && !names.includes(home.name)) {
      throw new HomeRegionError(
        `${stacks.map(({ name }) => name).join(", ")} need the home region's stack ${home.name}, which is ` +
          `not deployed. Deploy it first with --region ${home.region}, or leave --region out.`,
      );
    }
    if (options.destroy && stacks.some((stack) => stack.home) && names.length > 0) {
      throw new HomeRegionError(
        `${names.join(", ")} need the home region's user pool. Destroy them first, or leave ` +
          `--region out to destroy all of ${options.environment}.`,
      );
    }
  }

  #open(stacks: readonly EnvironmentStack[]): Promise<Omit<Step, "plan">[]> {
    const open = async (described: EnvironmentStack) => {
      const stack = await DeployedStack.open(described.name, this.#stackOptions());
      return { ...described, stack, deployed: await isDeployed(described, stack) };
    };
    return Promise.all(stacks.map(open));
  }

  async #deploy(stacks: Omit<Step, "plan">[]): Promise<boolean> {
    const { options, signal } = this.#options;
    const steps = await this.#previewAll(stacks, (stack, onEvent) => stack.preview(onEvent));
    if (!steps) return false;
    printPlans(`Plan for ${options.environment}`, steps, { namesLost: true });
    requireFixedNetworks(steps);
    if (options.preview) return true;
    const changes = steps.some(({ plan }) => hasChanges(plan));
    if (changes && !options.yes && !(await this.#agreed())) return false;

    // The other regions' previews used the home region's outputs from before the rollout.
    const homeChanges = steps.some(({ home, plan }) => home && hasChanges(plan));
    const waves = rolloutWaves(steps.map(withoutChangingOutputs));
    await this.#checks.noteFiring(steps);
    const outcomes = await rollOut(waves, {
      concurrency: options.concurrency,
      signal,
      work: async (step) => (homeChanges || hasChanges(step.plan) ? this.#up(step) : undefined),
      check: (step, watched) => this.#checks.check(step, watched),
    });
    return printOutcomes(options.environment, outcomes);
  }

  async #destroy(stacks: Omit<Step, "plan">[]): Promise<boolean> {
    const { options, signal } = this.#options;
    if (stacks.length === 0) {
      console.log(`Nothing to delete: no stack of ${options.environment} is deployed.`);
      return true;
    }
    const steps = await this.#previewAll(stacks, (stack, onEvent) => stack.previewDestroy(onEvent));
    if (!steps) return false;
    printPlans(`Plan for ${options.environment}`, steps, { namesLost: false });
    const guarded = steps.flatMap(({ plan }) => plan.guarded);
    if (guarded.length > 0) {
      console.error(
        `Nothing was deleted. These resources are protected from deletion:\n  ${guarded.join("\n  ")}\n` +
          "Turn protection off (palisade:production: false), deploy, then destroy again.",
      );
      return false;
    }
    const typed = await ask(`Type ${options.environment} to delete all of this: `, signal);
    if (typed !== options.environment) {
      console.log(`Nothing was deleted: "${typed ?? ""}" is not "${options.environment}".`);
      return false;
    }
    const outcomes = await rollOut(removalWaves(steps), {
      concurrency: options.concurrency,
      signal,
      work: (step) => this.#remove(step),
      check: async () => {},
    });
    return printOutcomes(options.environment, outcomes);
  }

  /** @returns `undefined` if a preview failed */
  async #previewAll(
    stacks: Omit<Step, "plan">[],
    preview: (stack: DeployedStack, onEvent: OnEvent) => Promise<unknown>,
  ): Promise<Step[] | undefined> {
    const results = await Promise.allSettled(
      stacks.map(async (step) => {
        this.#progress.line(step.name, "preview");
        const builder = new PlanBuilder();
        await this.#follow(step, 0, (onEvent) => preview(step.stack, both(builder, onEvent)));
        const plan = builder.build();
        this.#progress.line(step.name, `preview: ${inWords(plan)}`);
        return { ...step, plan };
      }),
    );
    const failures = results.flatMap((result, index) =>
      result.status === "rejected" ? [{ name: stacks[index]!.name, reason: result.reason }] : [],
    );
    if (this.#options.signal.aborted) {
      console.error("Cancelled. Nothing was changed.");
      return undefined;
    }
    if (failures.length === 0) {
      return results.map((result) => (result as PromiseFulfilledResult<Step>).value);
    }
    for (const { name, reason } of failures) {
      console.error(`${name}: the preview failed.\n${(reason as Error).message}`);
    }
    console.error("Nothing was changed.");
    return undefined;
  }

  async #agreed(): Promise<boolean> {
    const answer = await ask("Deploy this? (yes/no) ", this.#options.signal);
    if (answer === "yes" || answer === "y") return true;
    const noTerminal = answer === undefined && !this.#options.signal.aborted;
    const reason = noTerminal ? ": no terminal to confirm on; pass --yes" : ".";
    console.log(`Nothing was deployed${reason}`);
    return false;
  }

  async #up(step: Step): Promise<string | undefined> {
    const { plan } = step;
    this.#progress.line(step.name, `deploying${step.canary ? " the canary" : ""}`);
    const total = plan.create + plan.update + plan.replace * 2 + plan.delete;
    const builder = new PlanBuilder();
    await this.#follow(step, total, (onEvent) => step.stack.up(both(builder, onEvent)));
    const url = step.edge ? (await step.stack.outputs())["url"]?.value : undefined;
    this.#progress.line(step.name, url ? `deployed, at ${url}` : "deployed");
    const done = builder.build();
    return hasChanges(done) ? doneInWords(done) : undefined;
  }

  async #remove(step: Step): Promise<string> {
    this.#progress.line(step.name, "deleting");
    await this.#follow(step, step.plan.delete, (onEvent) => step.stack.destroy(onEvent));
    this.#progress.line(step.name, "deleted");
    return "deleted";
  }

  async #home() {
    const { stacks, others } = this.#options;
    const home = [...stacks, ...others].find((stack) => stack.home);
    return home && { ...home, stack: await DeployedStack.open(home.name, this.#stackOptions()) };
  }

  /** @throws StackFailedError with the engine's errors when the work fails */
  async #follow(
    step: Omit<Step, "plan">,
    total: number,
    work: (onEvent: OnEvent) => Promise<unknown>,
  ): Promise<void> {
    const following = this.#progress.follow(step.name, total);
    try {
      await work(following.onEvent);
    } catch (error) {
      throw new StackFailedError(following.errors.join("\n") || (error as Error).message);
    } finally {
      following.end();
    }
  }

  #stackOptions(): StackOptions {
    const { options, target, pulumi, signal } = this.#options;
    const { workDir, env } = target;
    return { workDir, env, pulumi, signal, policyPacks: options.policyPacks };
  }
}

/** A home region without outputs never finished a deployment; other regions need its outputs. */
const isDeployed = async ({ home }: EnvironmentStack, stack: DeployedStack): Promise<boolean> =>
  !home || hasOutputs(await stack.outputs());

const hasOutputs = (outputs: OutputMap): boolean => Object.keys(outputs).length > 0;

/** A home region whose outputs will change counts as new: other regions need the new outputs. */
const withoutChangingOutputs = (step: Step): Step =>
  step.home && step.plan.uncounted ? { ...step, deployed: false } : step;

const both =
  (builder: PlanBuilder, onEvent: OnEvent): OnEvent =>
  (event) => {
    builder.add(event);
    onEvent(event);
  };
