import { type Emit, Leaving, restore, type Scope, takeStep } from "./scope.ts";
import { TemplateError } from "./template.ts";
import { JavaList, LoopState, type Value } from "./values.ts";

/** (API Gateway Developer Guide, "Mapping template reference") */
const maxIterations = 1000;

/** Velocity's own names, older than `$foreach`. */
const countName = "velocityCount";
const hasNextName = "velocityHasNext";

/**
 * Runs the body of a `#foreach` for each item of a list or value of a map.
 *
 * @returns false if there is nothing to run it for
 */
export function runLoop(scope: Scope, name: string, collection: Value, body: Emit): boolean {
  const size = sizeOf(collection);
  if (size === 0) return false;
  if (size > maxIterations) {
    throw new TemplateError(
      `#foreach($${name} …) would run ${size} times; at most ${maxIterations} are allowed.`,
    );
  }
  const { variables } = scope;
  const names = [name, countName, hasNextName, "foreach"];
  const outer = names.map((one) => variables.get(one));
  const outerLoop = outer[3];
  const loop = new LoopState(size, outerLoop instanceof LoopState ? outerLoop : null);
  variables.set("foreach", loop);
  try {
    for (const item of itemsOf(collection)) {
      takeStep(scope);
      variables.set(countName, loop.index + 1);
      variables.set(hasNextName, loop.index + 1 < size);
      variables.set(name, item ?? null);
      body(scope);
      loop.index++;
    }
  } catch (error) {
    if (!(error instanceof Leaving) || (error.what !== "nearest" && error.what !== loop))
      throw error;
  } finally {
    names.forEach((one, index) => restore(scope, one, outer[index]));
  }
  return true;
}

function sizeOf(value: Value): number {
  if (value instanceof JavaList) return value.items.length;
  return value instanceof Map ? value.size : 0;
}

/** @throws TemplateError if the body adds or removes items, as Java's ConcurrentModificationException */
function* itemsOf(value: Value): Generator<Value> {
  const size = sizeOf(value);
  const keys = value instanceof Map ? [...value.keys()] : undefined;
  for (let at = 0; at !== (keys ? size : sizeOf(value)); at++) {
    if (sizeOf(value) !== size) {
      throw new TemplateError("A #foreach changes the number of items that it runs for.");
    }
    if (value instanceof JavaList) yield value.items[at];
    else if (value instanceof Map) yield value.get(keys![at]!);
  }
}
