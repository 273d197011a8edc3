import type { PresetName } from "../../../../policy/config/presets.ts";
import type { ExportedStack } from "./exportedStack.ts";

/**
 * Findings with the reason why each is right. The keys are the rule's and the resource's name, such
 * as `forbid-internet-ingress web`. What concerns the whole stack has no resource.
 */
type Expected = Readonly<Record<string, string>>;

/** A stack's state, with what is right about it, decided from AWS's documentation alone. */
export interface CorpusState {
  /** The kind of program that has this state. */
  readonly about: string;
  readonly stack: ExportedStack;
  /** @default "private" */
  readonly preset?: PresetName;
  readonly mandatory?: Expected;
  readonly advisory?: Expected;
  readonly undecided?: Expected;
  /**
   * Known faults of rules: expected findings that are missed, and ones that are not expected, each
   * with the explanation. Keys begin with the level: `mandatory forbid-internet-ingress web`. They
   * count in precision and recall.
   */
  readonly known?: { readonly missed?: Expected; readonly false?: Expected };
}
