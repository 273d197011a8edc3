import {
  entryMethods,
  itemAt,
  listMethods,
  mapMethods,
  type Methods,
  stringMethods,
} from "./methods.ts";
import { areEqual } from "./operators.ts";
import { JavaDouble, JavaList, LoopState, MapEntry, toText, type Value } from "./values.ts";

// Templates can only reach the members in these tables. undefined means that there is no such member.
// A member of null is null, so missing values stay missing (and print as nothing).

/** `$value.name` */
export function property(value: Value, name: string): Value {
  if (value instanceof Map) {
    return value.get(name) ?? null;
  }
  if (value instanceof LoopState) {
    return loopProperty(value, name);
  }
  if (value instanceof MapEntry) {
    return name === "key" ? value.key : name === "value" ? (value.value ?? null) : undefined;
  }
  return value === null ? null : undefined;
}

/** `$value[key]` */
export function element(value: Value, key: Value): Value {
  if (value instanceof JavaList && typeof key === "number") {
    return itemAt(value, key);
  }
  if (value instanceof Map) {
    return value.get(toText(key)) ?? null;
  }
  return value === null ? null : undefined;
}

/** `#set($value[key] = item)`; `#set($value.key = item)` for maps */
export function assign(value: Value, key: Value, item: Value): void {
  if (value instanceof Map) value.set(toText(key), item);
  else call(value, "set", [key, item]);
}

/** `$value.name(args)` */
export function call(value: Value, name: string, args: readonly Value[]): Value {
  if (value === null || value === undefined) {
    return value;
  }
  const key = `${name}/${args.length}`;
  if (typeof value === "string") {
    return invoke(stringMethods, value, key, args);
  }
  if (value instanceof Map) {
    return invoke(mapMethods, value, key, args);
  }
  if (value instanceof JavaList) {
    return invoke(listMethods, value, key, args);
  }
  if (value instanceof MapEntry) {
    return invoke(entryMethods, value, key, args);
  }
  return invoke(numberMethods, value, key, args);
}

function invoke<Receiver extends Value>(
  methods: Methods<Receiver>,
  receiver: Receiver,
  key: string,
  args: readonly Value[],
): Value {
  const method = methods.get(key);
  return method === undefined ? commonMethod(receiver, key, args) : method(receiver, args);
}

function commonMethod(receiver: Value, key: string, [other]: readonly Value[]): Value {
  switch (key) {
    case "toString/0":
      return toText(receiver);
    case "equals/1":
      return typeof receiver === typeof other && areEqual(receiver, other);
    default:
      return undefined;
  }
}

const numberMethods: Methods<Value> = new Map([
  ["intValue/0", truncate],
  ["longValue/0", truncate],
  ["doubleValue/0", (value: Value) => new JavaDouble(Number(toText(value)))],
]);

function truncate(value: Value): Value {
  return value instanceof JavaDouble ? Math.trunc(value.value) : value;
}

function loopProperty(loop: LoopState, name: string): Value {
  switch (name) {
    case "index":
      return loop.index;
    case "count":
      return loop.index + 1;
    case "hasNext":
      return loop.index + 1 < loop.size;
    case "first":
      return loop.index === 0;
    case "last":
      return loop.index + 1 === loop.size;
    case "parent":
      return loop.parent;
    default:
      return undefined;
  }
}
