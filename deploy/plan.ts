import type { EngineEvent, OpType } from "@pulumi/pulumi/automation/index.js";

/** A resource that goes, or is replaced by another one. */
export interface LostResource {
  readonly operation: "replace" | "delete";
  readonly type: string;
  readonly name: string;
  /** Inputs whose change needs another resource. */
  readonly reasons: readonly string[];
}

/** What deploying a stack would do. */
export interface Plan {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  /** Every replacement and deletion by name. */
  readonly lost: readonly LostResource[];
}

export const hasChanges = (plan: Plan): boolean =>
  plan.create + plan.update + plan.replace + plan.delete > 0;

/** Gathers a preview's events into a plan. */
export class PlanBuilder {
  readonly #counts = { create: 0, update: 0, replace: 0, delete: 0 };
  readonly #lost: LostResource[] = [];

  add({ resourcePreEvent }: EngineEvent): void {
    if (!resourcePreEvent) return;
    const { op, urn, keys = [] } = resourcePreEvent.metadata;
    const kind = countedAs[op];
    if (kind === undefined) return;
    this.#counts[kind] += 1;
    if (kind === "replace" || kind === "delete") {
      this.#lost.push({ operation: kind, ...nameOf(urn), reasons: keys });
    }
  }

  build(): Plan {
    return { ...this.#counts, lost: this.#lost };
  }
}

/** A replacement comes as three steps; the one that names it counts. */
const countedAs: Partial<Record<OpType, "create" | "update" | "replace" | "delete">> = {
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
};

/** A URN is `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`. */
export function nameOf(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1)!, name: name.join("::") };
}

/** A plan in words, such as `3 to create, 1 to replace`. */
export const inWords = (plan: Plan): string =>
  counted(plan, (count, operation) => `${count} to ${operation}`);

/** A plan that was carried out, such as `3 created, 1 replaced`. */
export const doneInWords = (plan: Plan): string =>
  counted(plan, (count, operation) => `${count} ${operation}d`);

const operations = ["create", "update", "replace", "delete"] as const;

function counted(plan: Plan, word: (count: number, operation: string) => string): string {
  const parts = operations
    .filter((operation) => plan[operation] > 0)
    .map((operation) => word(plan[operation], operation));
  return parts.length === 0 ? "no changes" : parts.join(", ");
}
