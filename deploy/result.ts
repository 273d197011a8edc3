import type { OperationKind } from "./operations.ts";
import type { ShownOutputs } from "./outputs.ts";
import type { Plan } from "./plan.ts";
import type { Outcome } from "./rollout.ts";

/** Number of resources by operation, and whether outputs or protection change without one. */
type Changes = Readonly<Record<OperationKind, number>> & {
  readonly outputsOrProtection: boolean;
};

/** What `--json` prints about a stack. */
export interface StackResult {
  readonly name: string;
  readonly region: string;
  /** `planned` if nothing was to be done: a preview, or no agreement. */
  readonly state: Outcome["state"] | "planned";
  readonly planned: Changes;
  /** What was done; `undefined` if nothing was, or it failed. */
  readonly done?: Changes | undefined;
  readonly health: "healthy" | "unhealthy" | "not checked";
  readonly seconds?: number | undefined;
  readonly error?: string | undefined;
  /** The outputs, `"[secret]"` in place of secrets; empty if they were not read. */
  readonly outputs: ShownOutputs;
}

/** What `--json` prints. */
export interface DeployResult {
  readonly environment: string;
  readonly succeeded: boolean;
  /** Why it failed before the rollout. */
  readonly error?: string | undefined;
  readonly stacks: readonly StackResult[];
}

const changesOf = (plan: Plan): Changes => ({
  create: plan.create,
  update: plan.update,
  replace: plan.replace,
  delete: plan.delete,
  outputsOrProtection: plan.uncounted,
});

/** What is known about a stack at the end. */
interface Known {
  readonly name: string;
  readonly region: string;
  readonly plan: Plan;
  readonly done?: Plan | undefined;
  readonly health?: StackResult["health"] | undefined;
  readonly outputs?: ShownOutputs | undefined;
}

/** @param outcome - `undefined` without a rollout */
export function stackResult(known: Known, outcome: Outcome | undefined): StackResult {
  const { name, region, plan, done, health = "not checked", outputs = {} } = known;
  const failed = outcome?.state === "failed" || outcome?.state === "cancelled";
  return {
    ...{ name, region, state: outcome?.state ?? "planned", planned: changesOf(plan) },
    ...(done && { done: changesOf(done) }),
    health,
    ...(outcome && "seconds" in outcome && { seconds: Number(outcome.seconds.toFixed(1)) }),
    ...(failed && { error: outcome.detail }),
    outputs,
  };
}
