import { PayloadInput } from "./input.ts";
import { OverrideState } from "./overrides.ts";
import { checkLength, type Rendered, TemplateError, type TemplateInput } from "./template.ts";
import { fromPlain, JavaList, LoopState, type Value } from "./values.ts";

/** The state of one rendering. */
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
  /** Nested macro calls. */
  macroDepth: number;
}

export interface Macro {
  readonly parameters: readonly string[];
  readonly body: Emit;
}

/** A compiled part of a template. */
export type Emit = (scope: Scope) => string;
export type Read = (scope: Scope) => Value;

/** (API Gateway Developer Guide, "Mapping template reference") */
const maxIterations = 1000;

/** Velocity's own default. */
const maxMacroDepth = 20;

export function renderTemplate(
  emit: Emit,
  macros: ReadonlyMap<string, Macro>,
  input: TemplateInput,
): Rendered {
  const scope: Scope = {
    variables: new Map(),
    macros,
    input: new PayloadInput(input),
    context: input.context,
    stageVariables: input.stageVariables,
    overrides: new OverrideState(input.overrides),
    loop: null,
    isBreaking: false,
    macroDepth: 0,
  };
  try {
    return { text: emit(scope), overrides: scope.overrides.result() };
  } catch (error) {
    // Values nested too deep, or texts too long, for this process.
    if (!(error instanceof RangeError)) throw error;
    throw new TemplateError(`The template needs too much memory: ${error.message}.`, {
      cause: error,
    });
  }
}

/** Runs the body of a `#foreach` for each item of a list or value of a map, and never for other values. */
export function runLoop(scope: Scope, name: string, collection: Value, body: Emit): string {
  const items = iterated(collection);
  if (items.length > maxIterations) {
    throw new TemplateError(
      `#foreach($${name} …) would run ${items.length} times; at most ${maxIterations} are allowed.`,
    );
  }
  const outer = { loop: scope.loop, item: scope.variables.get(name) };
  const loop = new LoopState(items.length, outer.loop);
  scope.loop = loop;
  let text = "";
  for (const item of items) {
    scope.variables.set(name, item ?? null);
    text = checkLength(text + body(scope));
    if (scope.isBreaking) {
      scope.isBreaking = false;
      break;
    }
    loop.index++;
  }
  scope.loop = outer.loop;
  restore(scope, name, outer.item);
  return text;
}

/** Copies the items, because the body may change the list. */
const iterated = (value: Value): readonly Value[] => {
  if (value instanceof JavaList) return value.items.slice();
  return value instanceof Map ? [...value.values()] : [];
};

export function callMacro(scope: Scope, name: string, macro: Macro, values: Value[]): string {
  if (scope.macroDepth === maxMacroDepth) {
    throw new TemplateError(
      `#${name}: macro calls are nested too deep; at most ${maxMacroDepth} levels are allowed.`,
    );
  }
  const outer = macro.parameters.map((parameter) => scope.variables.get(parameter));
  macro.parameters.forEach((parameter, index) => restore(scope, parameter, values[index]));
  scope.macroDepth++;
  const text = macro.body(scope);
  scope.macroDepth--;
  macro.parameters.forEach((parameter, index) => restore(scope, parameter, outer[index]));
  return text;
}

/** Returns a variable to its value before a loop or macro used its name. */
function restore(scope: Scope, name: string, value: Value): void {
  if (value === undefined) scope.variables.delete(name);
  else scope.variables.set(name, value);
}

/** Reads `$context` and the names below it; only the value at their end is converted. */
export function contextValue({ context, overrides }: Scope, names: readonly string[]): Value {
  // Claims can only be read one by one. (API Gateway Developer Guide, "Integrate a REST API with an
  // Amazon Cognito user pool")
  if (names.length === 2 && names.join(".") === "authorizer.claims") return null;
  let data: unknown = names[0]?.endsWith("Override")
    ? { requestOverride: overrides.request, responseOverride: overrides.response }
    : context;
  for (const name of names) {
    if (typeof data !== "object" || data === null || !Object.hasOwn(data, name)) return null;
    data = (data as Record<string, unknown>)[name];
  }
  return fromPlain(data);
}
