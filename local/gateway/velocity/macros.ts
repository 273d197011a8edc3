import {
  capture,
  type Emit,
  Leaving,
  type Macro,
  type Read,
  type Scope,
  takeSteps,
  type Variables,
  withVariables,
} from "./scope.ts";
import { TemplateError } from "./template.ts";
import { DefinedBlock, type Value } from "./values.ts";

/** Velocity's own defaults. */
const maxMacroDepth = 20;
const maxBlockDepth = 2;

/** The name of a macro call's body. */
const bodyName = "bodyContent";

export function callMacro(
  scope: Scope,
  name: string,
  macro: Macro,
  args: readonly Read[],
  body: Emit | undefined,
): void {
  if (scope.macroDepth === maxMacroDepth) {
    throw new TemplateError(
      `#${name}: macro calls are nested too deep; at most ${maxMacroDepth} levels are allowed.`,
    );
  }
  takeSteps(scope, 1);
  const variables = new MacroVariables(scope, macro.parameters, args);
  if (body) {
    variables.setLocal(bodyName, createBlock(scope, body, variables, maxMacroDepth));
  }
  scope.macroDepth++;
  try {
    withVariables(scope, variables, () => macro.body(scope));
  } catch (error) {
    if (!(error instanceof Leaving) || error.what !== "nearest") throw error;
  } finally {
    scope.macroDepth--;
  }
}

/**
 * The variables within a macro. An argument is read anew each time that its name is used; what a macro
 * sets is also set outside.
 */
class MacroVariables implements Variables {
  readonly #scope: Scope;
  readonly #outer: Variables;
  readonly #args: ReadonlyMap<string, Read>;
  readonly #local = new Map<string, Value>();

  constructor(scope: Scope, parameters: readonly string[], args: readonly Read[]) {
    this.#scope = scope;
    this.#outer = scope.variables;
    this.#args = new Map(
      parameters.slice(0, args.length).map((parameter, index) => [parameter, args[index]!]),
    );
  }

  get(name: string): Value {
    const local = this.#local.get(name);
    if (local !== undefined && local !== null) return local;
    const read = this.#args.get(name);
    if (read === undefined) return this.#outer.get(name);
    takeSteps(this.#scope, 10);
    return withVariables(this.#scope, this.#outer, () => read(this.#scope));
  }

  set(name: string, value: Value): void {
    this.#local.set(name, value);
    this.#outer.set(name, value);
  }

  setLocal(name: string, value: Value): void {
    this.#local.set(name, value);
  }

  delete(name: string): void {
    this.#local.delete(name);
    this.#outer.delete(name);
  }
}

/** A block that renders each time that it is printed: of a `#define`, or the body of a macro call. */
export function createBlock(
  scope: Scope,
  body: Emit,
  variables = scope.variables,
  maxDepth = maxBlockDepth,
): DefinedBlock {
  let depth = 0;
  function print(): boolean {
    if (depth === maxDepth) return false;
    takeSteps(scope, 10);
    depth++;
    try {
      withVariables(scope, variables, () => body(scope));
    } catch (error) {
      if (!(error instanceof Leaving) || error.what !== "nearest") throw error;
    } finally {
      depth--;
    }
    return true;
  }
  return new DefinedBlock(print, () => capture(scope, print));
}
