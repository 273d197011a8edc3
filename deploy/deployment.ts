import type { OutputMap, PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { ask } from "../project/ask.ts";
import { Agreement } from "./agreement.ts";
import type { EnvironmentStack } from "./environment.ts";
import { requireFixedUsers } from "./fixedUsers.ts";
import { requireHome } from "./homeRegion.ts";
import { requireFixedNetworks } from "./movedNetwork.ts";
import { requireNewNetworks } from "./newNetworks.ts";
import type { DeployOptions } from "./options.ts";
import { type ShownOutputs, shownOutputs } from "./outputs.ts";
import { createsStack, doneInWords, hasChanges, type Plan } from "./plan.ts";
import { Progress } from "./progress.ts";
import { printOutcomes, printOutputs, printPlans } from "./report.ts";
import { type DeployResult, type StackResult, stackResult } from "./result.ts";
import { RegionChecks } from "./regionChecks.ts";
import { type Outcome, rollOut } from "./rollout.ts";
import {
  createStacks,
  DeployedStack,
  missingStacks,
  type OnEvent,
  type StackOptions,
} from "./stack.ts";
import { type OpenStack, previewOf, StackWork } from "./stackWork.ts";
import type { Target } from "./target.ts";
import { removalWaves, rolloutWaves } from "./waves.ts";

export interface DeploymentOptions {
  readonly options: DeployOptions;
  readonly stacks: readonly EnvironmentStack[];
  /** The environment's other stacks, which are not changed. */
  readonly others: readonly EnvironmentStack[];
  readonly target: Target;
  readonly pulumi: PulumiCommand;
  /** The name of updates in Pulumi's history. */
  readonly message: string;
  readonly signal: AbortSignal;
  /** Prints a line of the progress. */
  readonly print: (line: string) => void;
}

/** A stack in a rollout, with what is known about it at the end. */
interface Step extends OpenStack {
  readonly plan: Plan;
  done?: Plan;
  health?: StackResult["health"];
}

/** Deploys or deletes an environment. */
export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #work: StackWork;
  readonly #agreement: Agreement;
  readonly #checks: RegionChecks;
  /** Set when a stack was changed, or a question asked: the plans are not new any more. */
  #timeHasPassed: boolean;

  constructor(options: DeploymentOptions) {
    const { stacks, print, signal } = options;
    this.#options = options;
    const progress = new Progress(
      stacks.map(({ name }) => name),
      print,
    );
    this.#work = new StackWork(progress, options.target.unlock);
    this.#agreement = new Agreement({ yes: options.options.yes, signal, print });
    const checks = { ...options, home: () => this.#home() };
    this.#checks = new RegionChecks(checks, (name, text) => progress.line(name, text));
    this.#timeHasPassed = !options.options.yes;
  }

  async run(): Promise<DeployResult> {
    const { options, stacks, others, signal } = this.#options;
    signal.throwIfAborted();
    const names = [...stacks, ...others].map(({ name }) => name);
    const missing = await missingStacks(names, this.#stackOptions());
    const isMissing = ({ name }: EnvironmentStack) => missing.includes(name);
    const existing = others.filter((stack) => !isMissing(stack));
    await requireHome(this.#options, existing, (name) => this.#openOne(name));
    if (options.destroy) {
      return this.#destroy(await this.#open(stacks.filter((stack) => !isMissing(stack))));
    }
    signal.throwIfAborted();
    await createStacks(stacks.filter(isMissing), this.#stackOptions());
    return this.#deploy(await this.#open(stacks));
  }

  #open(stacks: readonly EnvironmentStack[]): Promise<OpenStack[]> {
    const open = async (described: EnvironmentStack) => {
      const stack = await this.#openOne(described.name);
      return { ...described, stack, deployed: await isDeployed(described, stack) };
    };
    return Promise.all(stacks.map(open));
  }

  async #deploy(stacks: OpenStack[]): Promise<DeployResult> {
    const { options, others, signal, target, print } = this.#options;
    const steps = await this.#previewAll(stacks, previewOf);
    if (!steps) return this.#result(false, [], "A preview failed. Nothing was changed.");
    const home = steps.find((step) => step.home);
    const outputsChange = home !== undefined && (!home.deployed || home.plan.uncounted);
    const note =
      outputsChange && steps.length > 1
        ? `The new outputs of ${home.name} may create and update more in the others.`
        : undefined;
    printPlans(`Plan for ${options.environment}`, steps, {
      ...{ namesLost: true, diff: options.diff, note, print },
    });
    requireFixedNetworks(steps);
    requireFixedUsers(steps);
    const networks = { stacks: steps, others, zonesOf: target.zonesOf, announce: print };
    await requireNewNetworks(networks);
    if (options.preview) return this.#result(true, steps);
    const changes = steps.some(({ plan }) => hasChanges(plan));
    if (changes && !(await this.#agreement.given())) {
      return this.#result(false, steps, "Nobody agreed to the plan.");
    }
    await this.#checks.noteFiring(steps);
    const outcomes = await rollOut(rolloutWaves(steps.map(withoutChangingOutputs)), {
      concurrency: options.concurrency,
      signal,
      work: (step) => this.#upIfNeeded(step, home, outputsChange),
      check: (step, watched) => this.#check(step, watched),
    });
    const outputs = await outputsOf([...outcomes.keys()]);
    printOutputs(outputs, print);
    const succeeded = printOutcomes(options.environment, outcomes, print);
    return this.#result(succeeded, [...outcomes.keys()], undefined, outcomes, outputs);
  }

  /** The other regions' first previews used the home region's outputs from before the rollout. */
  async #upIfNeeded(
    step: Step,
    home: Step | undefined,
    outputsChange: boolean,
  ): Promise<string | undefined> {
    const isHome = step.name === home?.name;
    if (!hasChanges(step.plan) && (isHome || !home || !hasChanges(home.plan))) return undefined;
    const mayFollow = outputsChange && !isHome;
    // In a new stack, only creations can follow, which the plan announced.
    const isCovered = !this.#timeHasPassed || (mayFollow && createsStack(step.plan));
    const plan = isCovered ? step.plan : await this.#previewAgain(step);
    this.#timeHasPassed = true;
    requireFixedNetworks([{ ...step, plan }]);
    requireFixedUsers([{ ...step, plan }]);
    await this.#agreement.require(step.name, step.plan, plan, mayFollow);
    if (!hasChanges(plan)) return undefined;
    const half =
      "The first of two updates was made, the second was not. Deploy again to see what is left.";
    const agree = (now: Plan) => this.#agreement.require(step.name, plan, now, mayFollow, half);
    step.done = await this.#work.up(step, plan, agree);
    return hasChanges(step.done) ? doneInWords(step.done) : undefined;
  }

  #previewAgain(step: Step): Promise<Plan> {
    return this.#work.preview(step, previewOf, "preview again");
  }

  async #check(step: Step, watched: boolean): Promise<void> {
    if (step.edge) return;
    step.health = "unhealthy";
    await this.#checks.check(step, watched);
    step.health = "healthy";
  }

  async #destroy(stacks: OpenStack[]): Promise<DeployResult> {
    const { options, signal, print } = this.#options;
    if (stacks.length === 0) {
      print(`Nothing to delete: no stack of ${options.environment} is deployed.`);
      return this.#result(true, []);
    }
    const steps = await this.#previewAll(stacks, (stack, onEvent) => stack.previewDestroy(onEvent));
    if (!steps) return this.#result(false, []);
    printPlans(`Plan for ${options.environment}`, steps, {
      ...{ namesLost: false, diff: options.diff, print },
    });
    const guarded = steps.flatMap(({ plan }) => plan.guarded);
    if (guarded.length > 0) {
      print(
        `Nothing was deleted. These resources are protected from deletion:\n  ${guarded.join("\n  ")}\n` +
          "Turn protection off (palisade:production: false), deploy, then destroy again.",
      );
      return this.#result(false, steps);
    }
    const typed = await ask(`Type ${options.environment} to delete all of this: `, signal);
    if (typed !== options.environment) {
      print(`Nothing was deleted: "${typed ?? ""}" is not "${options.environment}".`);
      return this.#result(false, steps);
    }
    const outcomes = await rollOut(removalWaves(steps), {
      concurrency: options.concurrency,
      signal,
      work: async (step) => {
        await this.#work.remove(step, step.plan);
        return "deleted";
      },
      check: async () => {},
    });
    return this.#result(printOutcomes(options.environment, outcomes, print), steps);
  }

  /** @returns `undefined` if a preview failed */
  async #previewAll(
    stacks: OpenStack[],
    preview: (stack: DeployedStack, onEvent: OnEvent) => Promise<unknown>,
  ): Promise<Step[] | undefined> {
    const { signal, print } = this.#options;
    const results = await Promise.allSettled(
      stacks.map(async (step) => ({ ...step, plan: await this.#work.preview(step, preview) })),
    );
    const failures = results.flatMap((result, index) =>
      result.status === "rejected" ? [{ name: stacks[index]!.name, reason: result.reason }] : [],
    );
    if (signal.aborted) {
      print("Cancelled. Nothing was changed.");
      return undefined;
    }
    if (failures.length === 0) {
      return results.map((result) => (result as PromiseFulfilledResult<Step>).value);
    }
    for (const { name, reason } of failures) {
      print(`${name}: the preview failed.\n${(reason as Error).message}`);
    }
    print("Nothing was changed.");
    return undefined;
  }

  async #home() {
    const { stacks, others } = this.#options;
    const home = [...stacks, ...others].find((stack) => stack.home);
    return home && { ...home, stack: await this.#openOne(home.name) };
  }

  #openOne(name: string): Promise<DeployedStack> {
    return DeployedStack.open(name, this.#stackOptions());
  }

  #result(
    succeeded: boolean,
    steps: readonly Step[],
    error?: string,
    outcomes?: ReadonlyMap<Step, Outcome>,
    outputs: readonly { readonly name: string; readonly outputs: ShownOutputs }[] = [],
  ): DeployResult {
    const { environment } = this.#options.options;
    const stacks = steps.map((step) => {
      const shown = outputs.find(({ name }) => name === step.name)?.outputs;
      return stackResult({ ...step, outputs: shown }, outcomes?.get(step));
    });
    return { environment, succeeded, ...(error !== undefined && { error }), stacks };
  }

  #stackOptions(): StackOptions {
    const { options, target, pulumi, signal, message } = this.#options;
    const { workDir, env } = target;
    return { workDir, env, pulumi, signal, message, policyPacks: options.policyPacks };
  }
}

/** A home region without outputs never finished a deployment; other regions need its outputs. */
const isDeployed = async ({ home }: EnvironmentStack, stack: DeployedStack): Promise<boolean> =>
  !home || hasOutputs(await stack.outputs());

const hasOutputs = (outputs: OutputMap): boolean => Object.keys(outputs).length > 0;

/** A home region whose outputs will change counts as new: other regions need the new outputs. */
const withoutChangingOutputs = (step: Step): Step =>
  step.home && step.plan.uncounted ? { ...step, deployed: false } : step;

/** The outputs that can be read; a failed stack may have none. */
const outputsOf = (steps: readonly Step[]) =>
  Promise.all(
    steps.map(async ({ name, stack }) => ({
      name,
      outputs: shownOutputs(await stack.outputs().catch(() => ({}))),
    })),
  );
