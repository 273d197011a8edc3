import { isDeepStrictEqual } from "node:util";
import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { twoUpdatesOf, waitIn } from "./identitySteps.ts";
import { moveOf } from "./movedNetwork.ts";
import { protectionOf } from "../project/protection.ts";
import { type Operation, operationOf } from "./operations.ts";

/** A resource that is deleted or replaced. */
export interface LostResource {
  readonly operation: "replace" | "delete";
  readonly type: string;
  readonly name: string;
  /** Inputs whose change requires a replacement. */
  readonly reasons: readonly string[];
  /** How a replacement moves a part of a network; see `moveOf`. */
  readonly moves?: string;
}

/** The planned changes of a stack. */
export interface Plan {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly operations: readonly Operation[];
  /** Every replacement and deletion by name. */
  readonly lost: readonly LostResource[];
  /** The stack's outputs or protections change, which the engine does not count. */
  readonly uncounted: boolean;
  /** Why its changes take two updates. `undefined` if one is enough. */
  readonly twoUpdates?: string;
  /** What the update waits for. `undefined` if for nothing. */
  readonly waits?: string;
  /** Deletions that AWS refuses, each with the input that protects the resource. */
  readonly guarded: readonly string[];
}

export const hasChanges = (plan: Plan): boolean => plan.uncounted || countOf(plan) > 0;

const countOf = (plan: Plan): number => plan.create + plan.update + plan.replace + plan.delete;

/** Whether the stack has no resources yet. */
export const createsStack = ({ operations }: Plan): boolean =>
  operations.some(({ kind, type }) => kind === "create" && type === "pulumi:pulumi:Stack");

/** Builds a plan from the events of a preview or an update. */
export class PlanBuilder {
  readonly #operations: Operation[] = [];
  readonly #counts = { create: 0, update: 0, replace: 0, delete: 0 };
  readonly #lost: LostResource[] = [];
  readonly #guarded: string[] = [];
  #uncounted = false;

  add({ resourcePreEvent, resOutputsEvent }: EngineEvent): void {
    if (resOutputsEvent && changesUncounted(resOutputsEvent.metadata)) this.#uncounted = true;
    if (!resourcePreEvent) return;
    const { keys = [], old } = resourcePreEvent.metadata;
    const operation = operationOf(resourcePreEvent.metadata);
    if (operation === undefined) return;
    this.#operations.push(operation);
    const { kind, type, name } = operation;
    this.#counts[kind] += 1;
    if (kind !== "replace" && kind !== "delete") return;
    const moves = kind === "replace" ? moveOf(resourcePreEvent.metadata) : undefined;
    this.#lost.push({ operation: kind, type, name, reasons: keys, ...(moves && { moves }) });
    const guard = kind === "delete" ? protectionOf(old?.inputs ?? {}) : undefined;
    if (guard) this.#guarded.push(`${type} ${name} (${guard})`);
  }

  build(): Plan {
    const { lost, guarded } = { lost: this.#lost, guarded: this.#guarded };
    const operations = this.#operations;
    const [twoUpdates, waits] = [twoUpdatesOf(operations), waitIn(operations)];
    return {
      ...this.#counts,
      ...{ operations, lost, uncounted: this.#uncounted, guarded },
      ...(twoUpdates !== undefined && { twoUpdates }),
      ...(waits !== undefined && { waits }),
    };
  }
}

/** Detects new outputs or protection of a resource that otherwise stays the same. */
function changesUncounted({ op, type, old, new: state }: StepEventMetadata): boolean {
  if (op !== "same" || !old || !state) return false;
  if ((old.protect ?? false) !== (state.protect ?? false)) return true;
  return type === "pulumi:pulumi:Stack" && !isDeepStrictEqual(old.outputs, state.outputs);
}

/** A plan in words, such as `3 to create, 1 to replace`. */
export const inWords = (plan: Plan): string =>
  counted(plan, "to change", (count, operation) => `${count} to ${operation}`);

/** A completed plan, such as `3 created, 1 replaced`. */
export const doneInWords = (plan: Plan): string =>
  counted(plan, "changed", (count, operation) => `${count} ${operation}d`);

const operations = ["create", "update", "replace", "delete"] as const;

function counted(
  plan: Plan,
  changed: string,
  word: (count: number, operation: string) => string,
): string {
  if (countOf(plan) === 0)
    return plan.uncounted ? `outputs or protection ${changed}` : "no changes";
  return operations
    .filter((operation) => plan[operation] > 0)
    .map((operation) => word(plan[operation], operation))
    .join(", ");
}
