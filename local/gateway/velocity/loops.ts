import { type Emit, Leaving, restore, type Scope } from "./scope.ts";
import { TemplateError } from "./template.ts";
import { isCollection, JavaIterator, MapView } from "./java/types.ts";
import { JavaList, LoopState, type Value } from "./values.ts";

/** (API Gateway Developer Guide, "Mapping template reference") */
const maxIterations = 1000;

/** Velocity's own names, older than `$foreach`. */
const countName = "velocityCount";
const hasNextName = "velocityHasNext";

/** True if the template reads Velocity's own names. */
export const readsOldNames = (template: string): boolean =>
  template.includes(countName) || template.includes(hasNextName);

/**
 * Runs the body of a `#foreach` for each item of a list or value of a map.
 *
 * @returns false if there is nothing to run it for
 */
export function runLoop(
  scope: Scope,
  { name, body, setsOldNames }: { name: string; body: Emit; setsOldNames: boolean },
  collection: Value,
): boolean {
  const size = sizeOf(collection);
  if (size === 0) return false;
  if (size > maxIterations) {
    throw new TemplateError(
      `#foreach($${name} …) would run ${size} times; at most ${maxIterations} are allowed.`,
    );
  }
  const { variables } = scope;
  const names = setsOldNames ? [name, "foreach", countName, hasNextName] : [name, "foreach"];
  const outer = names.map((one) => variables.get(one));
  const outerLoop = outer[1];
  const loop = new LoopState(size, outerLoop instanceof LoopState ? outerLoop : null);
  variables.set("foreach", loop);
  const visit = (item: Value): void => {
    if (setsOldNames) {
      variables.set(countName, loop.index + 1);
      variables.set(hasNextName, loop.index + 1 < size);
    }
    variables.set(name, item ?? null);
    body(scope);
    loop.index++;
  };
  try {
    if (collection instanceof JavaList) visitList(collection, visit);
    else for (const item of itemsOf(collection)) visit(item);
  } catch (error) {
    if (!(error instanceof Leaving) || (error.what !== "nearest" && error.what !== loop))
      throw error;
  } finally {
    names.forEach((one, index) => restore(scope, one, outer[index]));
  }
  return true;
}

/** As `itemsOf`, without its cost: most loops are of lists. */
function visitList({ items }: JavaList, visit: (item: Value) => void): void {
  const size = items.length;
  for (let at = 0; at !== items.length; at++) {
    if (items.length !== size) throw changed();
    visit(items[at]);
  }
}

const changed = (): TemplateError =>
  new TemplateError("A #foreach changes the number of items that it runs for.");

function sizeOf(value: Value): number {
  if (value instanceof JavaList) return value.items.length;
  if (value instanceof JavaIterator) return Math.max(sizeOf(value.source) - value.index, 0);
  if (value instanceof MapView) return value.map.size;
  if (isCollection(value)) return value.items.length;
  return value instanceof Map ? value.size : 0;
}

/** @throws TemplateError if the body adds or removes items, as Java's ConcurrentModificationException */
function* itemsOf(value: Value): Generator<Value> {
  const source = value instanceof JavaIterator ? value.source : value;
  const view = source instanceof Map ? new MapView(source, "Values") : source;
  const keys = view instanceof MapView ? [...view.map.keys()] : undefined;
  const size = sizeOf(source);
  const start = value instanceof JavaIterator ? value.index : 0;
  for (let at = start; at !== (keys ? size : sizeOf(source)); at++) {
    if (sizeOf(source) !== size) throw changed();
    if (value instanceof JavaIterator) value.index = at + 1;
    if (view instanceof MapView) yield view.item(keys![at]!);
    else if (isCollection(view)) yield view.items[at];
  }
}
