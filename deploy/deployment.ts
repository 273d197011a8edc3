import type { OutputMap, PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { ask } from "../project/ask.ts";
import type { EnvironmentStack } from "./environment.ts";
import { checkHealth } from "./health.ts";
import type { DeployOptions } from "./options.ts";
import { doneInWords, hasChanges, inWords, type Plan, PlanBuilder } from "./plan.ts";
import { Progress } from "./progress.ts";
import { printOutcomes, printPlans } from "./report.ts";
import { rollOut } from "./rollout.ts";
import {
  createStacks,
  DeployedStack,
  missingStacks,
  type OnEvent,
  type StackOptions,
} from "./stack.ts";
import { ringingAlarms, type Target } from "./target.ts";
import { removalWaves, type RolloutStack, rolloutWaves } from "./waves.ts";

export interface DeploymentOptions {
  readonly options: DeployOptions;
  readonly stacks: readonly EnvironmentStack[];
  /** The environment's other stacks, which are left as they are. */
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

/** A command that failed, with what the engine said of it. */
export class StackFailedError extends Error {
  override readonly name = "StackFailedError";
}

/** Regions can't be deployed, or deleted, without the home region. */
export class HomeRegionError extends Error {
  override readonly name = "HomeRegionError";
}

/** Deploys an environment, or deletes what was deployed of it. */
export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #progress: Progress;
  /** Alarms that rang before, by stack: the deployment is not to blame for them. */
  readonly #ringingBefore = new Map<string, string[]>();

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#progress = new Progress(
      options.stacks.map(({ name }) => name),
      (line) => console.log(line),
    );
  }

  /** @returns whether all went well */
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
   * The home region's stack is there as long as other regions' are.
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
        `${stacks.map(({ name }) => name).join(", ")} refer to the home region's stack ${home.name}, which ` +
          `was never deployed. Deploy it first with --region ${home.region}, or leave --region out.`,
      );
    }
    if (options.destroy && stacks.some((stack) => stack.home) && names.length > 0) {
      throw new HomeRegionError(
        `${names.join(", ")} refer to the home region's user pool. Destroy them first, or all of ` +
          `${options.environment} by leaving --region out.`,
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
    if (options.preview) return true;
    if (!steps.some(({ plan }) => hasChanges(plan))) return true;
    if (!options.yes && !(await this.#agreed())) return false;

    // The previews of the others know the home region's outputs as they were before.
    const homeChanges = steps.some(({ home, plan }) => home && hasChanges(plan));
    const waves = rolloutWaves(steps.map(withoutChangingOutputs));
    await this.#noteRinging(waves.flatMap(({ stacks, checked }) => (checked ? stacks : [])));
    const outcomes = await rollOut(waves, {
      concurrency: options.concurrency,
      signal,
      work: async (step) => (homeChanges || hasChanges(step.plan) ? this.#up(step) : undefined),
      check: (step) => this.#check(step),
    });
    return printOutcomes(options.environment, outcomes);
  }

  async #destroy(stacks: Omit<Step, "plan">[]): Promise<boolean> {
    const { options, signal } = this.#options;
    if (stacks.length === 0) {
      console.log(`Nothing is deleted: no stack of ${options.environment} is deployed.`);
      return true;
    }
    const steps = await this.#previewAll(stacks, (stack, onEvent) => stack.previewDestroy(onEvent));
    if (!steps) return false;
    printPlans(`Plan for ${options.environment}`, steps, { namesLost: false });
    const guarded = steps.flatMap(({ plan }) => plan.guarded);
    if (guarded.length > 0) {
      console.error(
        `Nothing is deleted: AWS keeps\n  ${guarded.join("\n  ")}\nTurn the protection off ` +
          `(palisade:production: false), deploy, and destroy then.`,
      );
      return false;
    }
    const typed = await ask(`Type ${options.environment} to delete all of this: `, signal);
    if (typed !== options.environment) {
      console.log(`Nothing is deleted: "${typed ?? ""}" is not "${options.environment}".`);
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

  /** @returns nothing when one of the previews failed */
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
    const nobody = answer === undefined && !this.#options.signal.aborted;
    console.log(`Nothing is deployed${nobody ? ": nobody answers here, so it needs --yes" : ""}.`);
    return false;
  }

  async #up(step: Step): Promise<string | undefined> {
    const { plan } = step;
    this.#progress.line(step.name, `deploying${step.canary ? " the canary" : ""}`);
    const total = plan.create + plan.update + plan.replace * 2 + plan.delete;
    const builder = new PlanBuilder();
    await this.#follow(step, total, (onEvent) => step.stack.up(both(builder, onEvent)));
    this.#progress.line(step.name, "deployed");
    const done = builder.build();
    return hasChanges(done) ? doneInWords(done) : undefined;
  }

  async #remove(step: Step): Promise<string> {
    this.#progress.line(step.name, "deleting");
    await this.#follow(step, step.plan.delete, (onEvent) => step.stack.destroy(onEvent));
    this.#progress.line(step.name, "deleted");
    return "deleted";
  }

  async #check(step: Step): Promise<void> {
    const { options, signal, target } = this.#options;
    const outputs = await step.stack.outputs();
    const healthUrl = outputs["healthUrl"]?.value as string | undefined;
    const alarmNames = alarmNamesIn(outputs);
    this.#progress.line(step.name, checkInWords(healthUrl, alarmNames, options.watchSeconds));
    if (!healthUrl && alarmNames.length === 0) return;
    let reached: Awaited<ReturnType<Target["reach"]>> | undefined;
    try {
      reached = healthUrl ? await target.reach(step.stack, healthUrl, signal) : undefined;
      await checkHealth({
        healthUrl: reached?.url,
        ringingAlarms: () => this.#newlyRinging(step, alarmNames),
        watchMs: options.watchSeconds * 1000,
        timeoutMs: options.healthTimeoutSeconds * 1000,
        signal,
      });
    } catch (error) {
      throw new StackFailedError(`deployed, but not healthy: ${(error as Error).message}`);
    } finally {
      await reached?.close();
    }
    this.#progress.line(step.name, "healthy");
  }

  async #noteRinging(steps: readonly Step[]): Promise<void> {
    await Promise.all(
      steps.map(async ({ name, region, stack }) => {
        const names = alarmNamesIn(await stack.outputs());
        const { target } = this.#options;
        this.#ringingBefore.set(name, await ringingAlarms(target.cloudWatch(region), names));
      }),
    );
  }

  async #newlyRinging({ name, region }: Step, alarmNames: readonly string[]): Promise<string[]> {
    const ringing = await ringingAlarms(this.#options.target.cloudWatch(region), alarmNames);
    return ringing.filter((alarm) => !this.#ringingBefore.get(name)?.includes(alarm));
  }

  /** @throws StackFailedError with what the engine said, when the work fails */
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

/** One without outputs was never deployed to its end, and the others refer to the home region's. */
const isDeployed = async ({ home }: EnvironmentStack, stack: DeployedStack): Promise<boolean> =>
  !home || hasOutputs(await stack.outputs());

const hasOutputs = (outputs: OutputMap): boolean => Object.keys(outputs).length > 0;

const alarmNamesIn = (outputs: OutputMap): string[] =>
  (outputs["alarmNames"]?.value ?? []) as string[];

/** A home region whose outputs change is as good as new: the others refer to what comes. */
const withoutChangingOutputs = (step: Step): Step =>
  step.home && step.plan.uncounted ? { ...step, deployed: false } : step;

const both =
  (builder: PlanBuilder, onEvent: OnEvent): OnEvent =>
  (event) => {
    builder.add(event);
    onEvent(event);
  };

function checkInWords(
  healthUrl: string | undefined,
  alarmNames: readonly string[],
  seconds: number,
): string {
  const checks = [
    ...(healthUrl ? ["its health route"] : []),
    ...(alarmNames.length > 0 ? [`${alarmNames.length} alarms`] : []),
  ];
  if (checks.length === 0) return "has neither a health route nor alarms to check";
  return `checking ${checks.join(" and ")}${seconds > 0 ? ` for ${seconds} s` : ""}`;
}
