import { PayloadInput } from "./input.ts";
import { noOverrides, OverrideState } from "./overrides.ts";
import {
  checkLength,
  type Overrides,
  type Rendered,
  TemplateError,
  type TemplateInput,
} from "./template.ts";
import { fromPlain, type LoopState, type Value } from "./values.ts";

/** The state of one rendering. */
export class Scope {
  /** Those of the template, or of the macro that runs. */
  variables: Variables = new Map<string, Value>();
  readonly macros: ReadonlyMap<string, Macro>;
  readonly input: PayloadInput;
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** The text rendered so far. */
  text = "";
  steps = 0;
  /** Nested macro calls. */
  macroDepth = 0;
  readonly #initialOverrides: Overrides | undefined;
  #overrides: OverrideState | undefined;

  constructor(macros: ReadonlyMap<string, Macro>, input: TemplateInput) {
    this.macros = macros;
    this.input = new PayloadInput(input);
    this.context = input.context;
    this.stageVariables = input.stageVariables;
    this.#initialOverrides = input.overrides;
  }

  /** Created on first use: few templates set or read any. */
  get overrides(): OverrideState {
    return (this.#overrides ??= new OverrideState(this.#initialOverrides));
  }

  result(): Rendered {
    const overrides = this.#overrides?.result() ?? this.#initialOverrides ?? noOverrides();
    return { text: this.text, overrides };
  }
}

export interface Variables {
  get(name: string): Value;
  set(name: string, value: Value): void;
  delete(name: string): void;
}

export interface Macro {
  readonly parameters: readonly string[];
  readonly body: Emit;
}

/** A compiled part of a template, which adds its text to the scope's. */
export type Emit = (scope: Scope) => void;
export type Read = (scope: Scope) => Value;

/** Thrown by `#break` and `#stop`; caught by what they end. */
export class Leaving extends Error {
  readonly what: "nearest" | "all" | LoopState;

  constructor(what: "nearest" | "all" | LoopState) {
    super(`leaving ${typeof what === "string" ? what : "a loop"}`);
    this.what = what;
  }
}

// Creating them in time would record the stack.
export const leavingNearest = new Leaving("nearest");
export const leavingAll = new Leaving("all");

/** Macros, blocks and loops within one another can take exponential time: a limit of our own. */
const maxSteps = 5_000_000;

export function renderTemplate(
  emit: Emit,
  macros: ReadonlyMap<string, Macro>,
  input: TemplateInput,
): Rendered {
  const scope = new Scope(macros, input);
  try {
    emit(scope);
  } catch (error) {
    // Values nested too deep, or texts too long, for this process.
    if (error instanceof RangeError) {
      throw new TemplateError(`The template needs too much memory: ${error.message}.`, {
        cause: error,
      });
    }
    if (!(error instanceof Leaving)) throw error;
  }
  return scope.result();
}

export function write(scope: Scope, text: string): void {
  scope.text = checkLength(scope.text + text);
}

/** Returns what a part of a template writes. */
export function capture(scope: Scope, emit: Emit): string {
  const outer = scope.text;
  scope.text = "";
  try {
    emit(scope);
    return scope.text;
  } finally {
    scope.text = outer;
  }
}

/** Counts the statements that run, and values of macros' arguments. */
export function takeSteps(scope: Scope, count: number): void {
  scope.steps += count;
  if (scope.steps > maxSteps) {
    throw new TemplateError(`The template runs more than ${maxSteps} directives and references.`);
  }
}

/** Runs an action with other variables. */
export function withVariables<Result>(
  scope: Scope,
  variables: Variables,
  action: () => Result,
): Result {
  const outer = scope.variables;
  scope.variables = variables;
  try {
    return action();
  } finally {
    scope.variables = outer;
  }
}

/** Returns a variable to its value before a loop used its name. */
export function restore(scope: Scope, name: string, value: Value): void {
  if (value === undefined || value === null) scope.variables.delete(name);
  else scope.variables.set(name, value);
}

/** Reads `$context` and the names below it; only the value at their end is converted. */
export function contextValue(scope: Scope, names: readonly string[]): Value {
  // Claims can only be read one by one. (API Gateway Developer Guide, "Integrate a REST API with an
  // Amazon Cognito user pool")
  if (names.length === 2 && names.join(".") === "authorizer.claims") return null;
  if (names[0]?.endsWith("Override")) return scope.overrides.read(names);
  let data: unknown = scope.context;
  for (const name of names) {
    if (typeof data !== "object" || data === null || !Object.hasOwn(data, name)) return null;
    data = (data as Record<string, unknown>)[name];
  }
  const value = fromPlain(data);
  if (names.length === 0 && value instanceof Map) {
    for (const name of ["requestOverride", "responseOverride"]) {
      value.set(name, scope.overrides.read([name]));
    }
  }
  return value;
}
