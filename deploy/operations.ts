import type { OpType, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { nameOf } from "../project/urn.ts";

/** An operation that counts as a change. */
export type OperationKind = "create" | "update" | "replace" | "delete";

/** A planned operation on a resource. */
export interface Operation {
  readonly kind: OperationKind;
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Inputs that change, by name; all for a creation, none for a deletion. Secrets are `[secret]`. */
  readonly inputs: Readonly<Record<string, ChangedInput>>;
}

interface ChangedInput {
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A replacement has three steps, of which only one counts. */
const countedAs: Partial<Record<OpType, OperationKind>> = {
  create: "create",
  import: "create",
  update: "update",
  replace: "replace",
  delete: "delete",
};

/** The operation of a step of the engine. `undefined` if the step does not count as a change. */
export function operationOf(step: StepEventMetadata): Operation | undefined {
  const kind = countedAs[step.op];
  return kind && { kind, urn: step.urn, ...nameOf(step.urn), inputs: inputsOf(kind, step) };
}

function inputsOf(kind: OperationKind, step: StepEventMetadata): Operation["inputs"] {
  const [before, after] = [step.old?.inputs ?? {}, step.new?.inputs ?? {}];
  if (kind === "delete") return {};
  const changed = [...(step.diffs ?? []), ...(step.keys ?? []), ...pathsOf(step)].map(firstPart);
  const names = kind === "create" ? Object.keys(after) : [...new Set(changed)].toSorted();
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        ...(kind !== "create" && name in before && { before: before[name] }),
        ...(name in after && { after: after[name] }),
      },
    ]),
  );
}

const pathsOf = ({ detailedDiff }: StepEventMetadata): string[] => Object.keys(detailedDiff ?? {});

/** The input that a path begins with, such as `tags` of `tags.Name`, `tags["Name"]` and `tags[0]`. */
const firstPart = (path: string): string => /^[^.[]+/.exec(path)?.[0] ?? path;
