import { bigDecimalMembers, bigIntegerMembers } from "./java/bigNumbers.ts";
import { booleanMembers } from "./java/boolean.ts";
import { characterMembers } from "./java/character.ts";
import {
  arrayListMembers,
  arrayMembers,
  collectionMembers,
  iteratorMembers,
  jsonArrayMembers,
  listIteratorMembers,
  listMembers,
  setMembers,
} from "./java/collections.ts";
import { doubleMembers, floatMembers } from "./java/floats.ts";
import { byteMembers, integerMembers, longMembers, shortMembers } from "./java/integers.ts";
import { entryMembers, keyOf, mapMembers, storedKey } from "./java/maps.ts";
import { numberType } from "./java/numbers.ts";
import { classMembers, objectMembers } from "./java/object.ts";
import { invoke, type Members } from "./java/signatures.ts";
import { stringMembers } from "./java/string.ts";
import { isCollection, JavaClass, LoopState, type Value } from "./java/types.ts";
import { TemplateError } from "./template.ts";

// Templates can only reach the members in these tables. undefined means that there is no such member.
// A member of null is null, so missing values stay missing (and print as nothing).

/** By the type that each value tells. */
const tables = {
  Block: objectMembers,
  Array: arrayMembers,
  ArrayList: arrayListMembers,
  BigDecimal: bigDecimalMembers,
  BigInteger: bigIntegerMembers,
  Byte: byteMembers,
  Character: characterMembers,
  Class: classMembers,
  Double: doubleMembers,
  Entry: entryMembers,
  EntrySet: setMembers,
  Float: floatMembers,
  Integer: integerMembers,
  Iterator: iteratorMembers,
  JSONArray: jsonArrayMembers,
  KeySet: setMembers,
  ListIterator: listIteratorMembers,
  Long: longMembers,
  Short: shortMembers,
  SubList: listMembers,
  Values: collectionMembers,
} satisfies Record<string, Members>;

function membersOf(value: Exclude<Value, null | undefined | LoopState>): Members {
  switch (typeof value) {
    case "string":
      return stringMembers;
    case "boolean":
      return booleanMembers;
    case "number":
    case "bigint":
      return tables[numberType(value)];
    default:
      return value instanceof Map ? mapMembers : tables[value.type];
  }
}

/** `$value.name`: Java's `getName()`, a map's entry, or Java's `isName()`. */
export function property(value: Value, name: string): Value {
  if (value === null || value === undefined) return value;
  if (value instanceof Map) {
    return name === "class" ? call(value, "getClass", []) : (value.get(name) ?? null);
  }
  if (value instanceof LoopState) return loopProperty(value, name);
  const method = membersOf(value).properties.get(name);
  if (method === undefined && value instanceof JavaClass) return refuseOfClass(value, name);
  return method?.run(value);
}

/** `$value[key]`; a negative index counts from the end. */
export function element(value: Value, key: Value): Value {
  if (value instanceof Map) return value.get(keyOf(key)) ?? null;
  return call(value, "get", [fromEnd(value, key)]);
}

/** `#set($value[key] = item)`; `#set($value.key = item)` for maps */
export function assign(value: Value, key: Value, item: Value): void {
  if (value instanceof Map) value.set(storedKey(key), item);
  else call(value, "set", [fromEnd(value, key), item]);
}

function fromEnd(value: Value, key: Value): Value {
  return typeof key === "number" && key < 0 && isCollection(value) ? value.items.length + key : key;
}

/** `$value.name(args)` */
export function call(value: Value, name: string, args: readonly Value[]): Value {
  if (value === null || value === undefined) return value;
  if (value instanceof LoopState) return args.length === 0 ? loopGetter(value, name) : undefined;
  const members = membersOf(value);
  if (value instanceof JavaClass && !members.methods.has(name)) return refuseOfClass(value, name);
  return invoke(members, value, name, args);
}

function refuseOfClass({ name }: JavaClass, member: string): never {
  throw new TemplateError(
    `Only the names of the class ${name} can be read, as by .class.name; ${member} is refused.`,
  );
}

/** `getIndex()`, `isFirst()`, `hasNext()` */
function loopGetter(loop: LoopState, name: string): Value {
  if (name === "hasNext") return loopProperty(loop, name);
  const [, first = "", rest = ""] = /^(?:get|is(?=First$|Last$))([A-Z])(.*)/.exec(name) ?? [];
  return loopProperty(loop, first.toLowerCase() + rest);
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
    case "topmost":
      return loop.parent === null ? loop : loopProperty(loop.parent, name);
    default:
      return undefined;
  }
}
