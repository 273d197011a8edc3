import type { OutputMap } from "@pulumi/pulumi/automation/index.js";
import { inMessageOfLocks } from "./locks.ts";
import { inWords, type Plan, PlanBuilder } from "./plan.ts";
import type { Progress } from "./progress.ts";
import type { DeployedStack, OnEvent } from "./stack.ts";
import type { RolloutStack } from "./waves.ts";

/** A stack in a rollout. */
export interface OpenStack extends RolloutStack {
  readonly region: string;
  readonly zones: readonly string[];
  readonly cidrBlock: string;
  readonly stack: DeployedStack;
}

/** A command failed; the message has the engine's errors. */
class StackFailedError extends Error {
  override readonly name = "StackFailedError";
}

/** Previews, updates and deletes stacks, and prints the progress. */
export class StackWork {
  readonly #progress: Progress;
  readonly #unlock: string;

  /** @param unlock - command that releases left locks, for errors */
  constructor(progress: Progress, unlock: string) {
    this.#progress = progress;
    this.#unlock = unlock;
  }

  /** @throws StackFailedError */
  async preview(
    step: OpenStack,
    preview: (stack: DeployedStack, onEvent: OnEvent) => Promise<unknown>,
    word = "preview",
  ): Promise<Plan> {
    this.#progress.line(step.name, word);
    const builder = new PlanBuilder();
    await this.#follow(step, 0, (onEvent) => preview(step.stack, both(builder, onEvent)));
    const plan = builder.build();
    this.#progress.line(step.name, `${word}: ${inWords(plan)}`);
    return plan;
  }

  /**
   * @param agree - receives the plan of the second of two updates; rejects if it is not what was shown
   * @returns what was done
   * @throws StackFailedError
   */
  async up(step: OpenStack, plan: Plan, agree: (now: Plan) => Promise<void>): Promise<Plan> {
    this.#progress.line(step.name, `deploying${step.canary ? " the canary" : ""}`);
    const total = plan.create + plan.update + plan.replace * 2 + plan.delete;
    const builder = new PlanBuilder();
    if (plan.twoUpdates) {
      this.#progress.line(step.name, `update 1 of 2: ${plan.twoUpdates}`);
      await this.#follow(step, total, (onEvent) =>
        step.stack.up(both(builder, onEvent), { first: true }),
      );
      await agree(await this.preview(step, previewOf, "update 2 of 2"));
    }
    await this.#follow(step, total, (onEvent) => step.stack.up(both(builder, onEvent)));
    const url = step.edge ? urlIn(await step.stack.outputs()) : undefined;
    this.#progress.line(step.name, url ? `deployed, at ${url}` : "deployed");
    return builder.build();
  }

  /** @throws StackFailedError */
  async remove(step: OpenStack, plan: Plan): Promise<void> {
    this.#progress.line(step.name, "deleting");
    await this.#follow(step, plan.delete, (onEvent) => step.stack.destroy(onEvent));
    this.#progress.line(step.name, "deleted");
  }

  /** @throws StackFailedError with the engine's errors when the work fails */
  async #follow(
    step: OpenStack,
    total: number,
    work: (onEvent: OnEvent) => Promise<unknown>,
  ): Promise<void> {
    const following = this.#progress.follow(step.name, total);
    try {
      await work(following.onEvent);
    } catch (error) {
      const message = following.errors.join("\n") || (error as Error).message;
      throw new StackFailedError(inMessageOfLocks(message, this.#unlock));
    } finally {
      following.end();
    }
  }
}

export const previewOf = (stack: DeployedStack, onEvent: OnEvent) => stack.preview(onEvent);

const urlIn = (outputs: OutputMap): string | undefined => outputs["url"]?.value;

const both =
  (builder: PlanBuilder, onEvent: OnEvent): OnEvent =>
  (event) => {
    builder.add(event);
    onEvent(event);
  };
