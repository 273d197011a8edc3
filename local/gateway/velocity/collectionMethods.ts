import { TemplateError } from "./errors.ts";
import { checkIndex, integerArgument, type Methods } from "./methods.ts";
import { areEqual } from "./operators.ts";
import { toText } from "./text.ts";
import { JavaList, type JavaMap, MapEntry, type Value } from "./values.ts";

/** Those of java.util.List. */
export const listMethods: Methods<JavaList> = new Map<
  string,
  (list: JavaList, args: readonly Value[]) => Value
>([
  ["add/1", ({ items }, [item]) => items.push(item) > 0],
  [
    "add/2",
    ({ items }, args) => {
      items.splice(checkIndex(integerArgument(args, 0), items.length), 0, args[1]);
      return null;
    },
  ],
  ["addAll/1", ({ items }, [others]) => items.push(...itemsOf(others)) > 0],
  [
    "clear/0",
    ({ items }) => {
      items.length = 0;
      return null;
    },
  ],
  ["contains/1", ({ items }, [item]) => indexOf(items, item) >= 0],
  [
    "containsAll/1",
    ({ items }, [others]) => itemsOf(others).every((item) => indexOf(items, item) >= 0),
  ],
  ["get/1", (list, args) => itemAt(list, integerArgument(args, 0))],
  ["indexOf/1", ({ items }, [item]) => indexOf(items, item)],
  ["isEmpty/0", ({ items }) => items.length === 0],
  [
    "remove/1",
    ({ items }, args) => {
      const [item] = args;
      if (typeof item === "number") {
        return items.splice(checkIndex(item, items.length - 1), 1)[0];
      }
      const index = indexOf(items, item);
      return index >= 0 && items.splice(index, 1).length > 0;
    },
  ],
  ["set/2", (list, args) => replaceAt(list, integerArgument(args, 0), args[1])],
  ["size/0", ({ items }) => items.length],
  [
    "subList/2",
    ({ items, isJson }, args) => {
      const end = checkIndex(integerArgument(args, 1), items.length);
      return new JavaList(items.slice(checkIndex(integerArgument(args, 0), end), end), isJson);
    },
  ],
]);

/** Those of java.util.Map. Keys are texts. */
export const mapMethods: Methods<JavaMap> = new Map<
  string,
  (map: JavaMap, args: readonly Value[]) => Value
>([
  ["clear/0", (map) => map.clear() ?? null],
  ["containsKey/1", (map, [key]) => map.has(toText(key))],
  ["containsValue/1", (map, [value]) => indexOf([...map.values()], value) >= 0],
  ["entrySet/0", (map) => new JavaList(Array.from(map, ([key, item]) => new MapEntry(key, item)))],
  ["get/1", (map, [key]) => map.get(toText(key)) ?? null],
  ["getOrDefault/2", (map, [key, other]) => (map.has(toText(key)) ? map.get(toText(key)) : other)],
  ["isEmpty/0", (map) => map.size === 0],
  ["keySet/0", (map) => new JavaList([...map.keys()])],
  ["put/2", (map, [key, item]) => exchange(map, toText(key), item)],
  [
    "putAll/1",
    (map, [others]) => {
      for (const [key, item] of others instanceof Map ? [...others] : []) {
        map.set(key, item);
      }
      return null;
    },
  ],
  [
    "remove/1",
    (map, [key]) => {
      const previous = map.get(toText(key)) ?? null;
      map.delete(toText(key));
      return previous;
    },
  ],
  ["size/0", (map) => map.size],
  ["values/0", (map) => new JavaList([...map.values()])],
]);

export const entryMethods: Methods<MapEntry> = new Map([
  ["getKey/0", (entry: MapEntry): Value => entry.key],
  ["getValue/0", (entry: MapEntry): Value => entry.value ?? null],
]);

/** @throws TemplateError for an index that the list has not */
export function itemAt({ items }: JavaList, index: number): Value {
  return items[checkIndex(index, items.length - 1)] ?? null;
}

/** @returns what was there before */
export function replaceAt({ items }: JavaList, index: number, item: Value): Value {
  return items.splice(checkIndex(index, items.length - 1), 1, item)[0] ?? null;
}

function exchange(map: JavaMap, key: string, item: Value): Value {
  const previous = map.get(key) ?? null;
  map.set(key, item ?? null);
  return previous;
}

function indexOf(items: readonly Value[], wanted: Value): number {
  return items.findIndex((item) => typeof item === typeof wanted && areEqual(item, wanted));
}

function itemsOf(value: Value): readonly Value[] {
  if (value instanceof JavaList) {
    return [...value.items];
  }
  throw new TemplateError("addAll and containsAll need a list.");
}
