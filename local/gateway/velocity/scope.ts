import type { OverrideState } from "./overrides.ts";
import type { PayloadInput } from "./input.ts";
import type { LoopState, Value } from "./values.ts";

/** What one rendering of a template knows. */
export interface Scope {
  readonly variables: Map<string, Value>;
  readonly macros: ReadonlyMap<string, Macro>;
  readonly input: PayloadInput;
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly overrides: OverrideState;
  loop: LoopState | null;
  /** Set by #break until its loop ends. */
  isBreaking: boolean;
  /** Macros that are being called. */
  macroDepth: number;
}

export interface Macro {
  readonly parameters: readonly string[];
  readonly body: Emit;
}

/** A compiled part of a template. */
export type Emit = (scope: Scope) => string;
export type Read = (scope: Scope) => Value;
