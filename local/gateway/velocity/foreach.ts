import { TemplateError, TemplateSyntaxError } from "./errors.ts";
import { compileExpression } from "./expressions.ts";
import { checkLength } from "./limits.ts";
import { builtIns } from "./references.ts";
import type { Emit, Scope } from "./scope.ts";
import { type Directive, lineOf } from "./syntax.ts";
import { JavaList, LoopState, type Value } from "./values.ts";

/** API Gateway Developer Guide, "Mapping template reference": a loop runs at most so often. */
const maximumIterations = 1000;

/** `#foreach($name in …)` over a list or a map's values; anything else has nothing to run over. */
export function compileForeach(directive: Directive & { type: "foreach" }, body: Emit): Emit {
  const { to: name } = directive;
  if (builtIns.has(name)) {
    throw new TemplateSyntaxError(
      `Line ${lineOf(directive)}: $${name} cannot be the variable of a #foreach.`,
    );
  }
  const read = compileExpression(directive.from);
  return (scope) => {
    const items = itemsOf(read(scope));
    if (items.length > maximumIterations) {
      throw new TemplateError(
        `#foreach($${name} …) would run ${items.length} times; ${maximumIterations} is the most.`,
      );
    }
    const outer = { loop: scope.loop, item: scope.variables.get(name) };
    const text = run(scope, name, items, body);
    scope.loop = outer.loop;
    restore(scope, name, outer.item);
    return text;
  };
}

function run(scope: Scope, name: string, items: readonly Value[], body: Emit): string {
  const loop = new LoopState(items.length, scope.loop);
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
  return text;
}

/** Gives a variable back what it held before a loop or macro used its name. */
export function restore(scope: Scope, name: string, value: Value): void {
  if (value === undefined) {
    scope.variables.delete(name);
  } else {
    scope.variables.set(name, value);
  }
}

/** A copy: the body may change the list. */
function itemsOf(value: Value): readonly Value[] {
  if (value instanceof JavaList) {
    return value.items.slice();
  }
  return value instanceof Map ? [...value.values()] : [];
}
