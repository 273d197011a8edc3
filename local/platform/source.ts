import type { Evaluator } from "../evaluation/evaluator.ts";
import type { Recording } from "../evaluation/recording.ts";
import type { Unserved } from "../graph/replay.ts";
import type { ExportOptions } from "../sources/exports.ts";
import { programSource } from "../sources/program.ts";
import type { StackSource } from "../sources/source.ts";

/** Where the stacks come from. */
export interface SourceOptions {
  /** Folder of the project, with `Pulumi.yaml`. */
  readonly root: string;
  readonly environment: string;
  /** Regions of the environment; all if left out. */
  readonly regions?: string[];
  /** Files with stack exports to serve instead of an environment of the project. */
  readonly from?: string[];
  /** Set if the exports are of the project's own program. @default false */
  readonly fromIsOwn?: boolean;
  /** Asks for consent before an export is used; throws if it is refused. @default consent is given */
  readonly agree?: ExportOptions["agree"];
  /** Evaluates the program. @default a new one */
  readonly evaluator?: Evaluator | undefined;
  /** An earlier evaluation that nothing has changed since. @default the program is evaluated */
  readonly recording?: Recording | undefined;
  /** Receives completed steps, and slow ones before they start. */
  readonly announce: (message: string) => void;
}

/** The project's program, or exported stacks. */
export async function sourceOf(options: SourceOptions): Promise<StackSource> {
  const { root, environment, regions, from, fromIsOwn, agree, announce } = options;
  if (from === undefined) {
    const { evaluator, recording } = options;
    return programSource(root, environment, regions, announce, evaluator, recording);
  }
  const { exportSource } = await import("../sources/exports.ts");
  return exportSource({
    files: from,
    root,
    ...(fromIsOwn && { areOwn: true }),
    ...(agree && { agree }),
    onUnserved: announceUnserved(announce),
  });
}

/** Names resources that are not served. */
export const announceUnserved =
  (announce: (message: string) => void) =>
  ({ type, name, reason }: Unserved): void =>
    announce(`Not served: ${type} "${name}": ${reason}`);
