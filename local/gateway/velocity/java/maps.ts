import { TemplateError } from "../template.ts";
import { className, indexIn, isSame } from "./objects.ts";
import { objectMembers } from "./object.ts";
import { membersOf } from "./signatures.ts";
import { type JavaMap, type Key, MapEntry, MapView, type Value } from "./types.ts";

/** Immutable maps, made from keys and values. */
const factories = [
  "copyOf(Map)",
  "entry(Object,Object)",
  ...Array.from(
    { length: 11 },
    (_, count) =>
      `of(${Array(count * 2)
        .fill("Object")
        .join()})`,
  ),
];

/** java.util.LinkedHashMap */
export const mapMembers = membersOf<JavaMap>()(
  {
    "clear()": (map) => map.clear() ?? null,
    "clone()": (map) => new Map(map),
    "containsKey(Object)": (map, key) => map.has(keyOf(key)),
    "containsValue(Object)": (map, value) => indexIn([...map.values()], value) >= 0,
    "entrySet()": (map) => new MapView(map, "EntrySet"),
    "get(Object)": (map, key) => map.get(keyOf(key)) ?? null,
    "getOrDefault(Object,Object)": (map, key, other) =>
      map.has(keyOf(key)) ? (map.get(keyOf(key)) ?? null) : other,
    "isEmpty()": (map) => map.size === 0,
    "keySet()": (map) => new MapView(map, "KeySet"),
    "put(Object,Object)": (map, key, item) => exchange(map, storedKey(key), item),
    "putAll(Map)": (map, others) => {
      for (const [key, item] of [...others]) map.set(key, item);
      return null;
    },
    "putIfAbsent(Object,Object)": (map, key, item) =>
      map.get(keyOf(key)) ?? exchange(map, storedKey(key), item),
    "remove(Object)": (map, key) => {
      const previous = map.get(keyOf(key)) ?? null;
      map.delete(keyOf(key));
      return previous;
    },
    "remove(Object,Object)": (map, key, item) =>
      map.has(keyOf(key)) && isSame(map.get(keyOf(key)), item) && map.delete(keyOf(key)),
    "replace(Object,Object)": (map, key, item) =>
      map.has(keyOf(key)) ? exchange(map, keyOf(key), item) : null,
    "replace(Object,Object,Object)": (map, key, previous, item) => {
      const isReplaced = map.has(keyOf(key)) && isSame(map.get(keyOf(key)), previous);
      if (isReplaced) exchange(map, keyOf(key), item);
      return isReplaced;
    },
    "size()": (map) => map.size,
    "values()": (map) => new MapView(map, "Values"),
  },
  [...factories],
  objectMembers,
);

/** java.util.Map.Entry */
export const entryMembers = membersOf<MapEntry>()(
  {
    "getKey()": ({ key }) => key,
    "getValue()": ({ value }) => value,
    "setValue(Object)": (entry, item) => exchange(entry.map, entry.key, item),
  },
  ["comparingByKey()", "comparingByValue()", "copyOf(Entry)"],
  objectMembers,
);

/** A key that no map has: that of a value that cannot be stored under. */
const absent = NaN;

/** The key to look up. */
export function keyOf(value: Value): Key {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
    case "number":
      return value;
    default:
      return value === null || value === undefined ? null : absent;
  }
}

/** The key to store under. @throws TemplateError for keys that Java has and this gateway does not */
export function storedKey(value: Value): Key {
  const key = keyOf(value);
  if (Number.isNaN(key)) {
    throw new TemplateError(
      `A key of ${className(value as JavaMap)} is not supported in maps here; use a text.`,
    );
  }
  return key;
}

function exchange(map: JavaMap, key: Key, item: Value): Value {
  const previous = map.get(key) ?? null;
  map.set(key, item ?? null);
  return previous;
}
