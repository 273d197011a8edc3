import { TemplateError } from "../template.ts";
import { isNumber, type JavaNumber, numberType, toBigInt } from "./numbers.ts";
import {
  DefinedBlock,
  JavaArray,
  JavaCharacter,
  JavaClass,
  type JavaCollection,
  JavaIterator,
  JavaList,
  type JavaMap,
  LoopState,
  MapEntry,
  MapView,
  type Value,
} from "./types.ts";

// What every Java object has: equals, hashCode, getClass.

/** Java's `equals`, which tells an Integer from a Long of the same value. null equals only null. */
export function isSame(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left === null || left === undefined || right === null || right === undefined) return false;
  if (isNumber(left)) return isNumber(right) && isSameNumber(left, right);
  if (left instanceof JavaList) return right instanceof JavaList && areSameItems(left, right);
  if (left instanceof Map) return right instanceof Map && areSameMaps(left, right);
  if (left instanceof JavaCharacter) {
    return right instanceof JavaCharacter && left.text === right.text;
  }
  if (left instanceof MapEntry) {
    return right instanceof MapEntry && left.key === right.key && isSame(left.value, right.value);
  }
  if (left instanceof MapView) return areSameSets(left, right);
  return left instanceof JavaClass && right instanceof JavaClass && left.name === right.name;
}

function isSameNumber(left: JavaNumber, right: JavaNumber): boolean {
  if (numberType(left) !== numberType(right)) return false;
  const whole = toBigInt(left);
  if (whole !== undefined) return whole === toBigInt(right);
  return floatingBits(left) === floatingBits(right);
}

/** What must be equal beside the type: the bits, or the digits and the scale. */
function floatingBits(value: JavaNumber): unknown {
  if (typeof value !== "object") return value;
  if (value.type === "BigDecimal") return `${value.unscaled}/${value.scale}`;
  return Object.is(value.value, -0) ? "-0" : String(value.value);
}

function areSameItems(left: JavaList, right: JavaList): boolean {
  const others = right.items;
  return (
    left.items.length === others.length &&
    left.items.every((item, index) => isSame(item, others[index]))
  );
}

function areSameMaps(left: JavaMap, right: JavaMap): boolean {
  if (left.size !== right.size) return false;
  for (const [key, item] of left) {
    if (!right.has(key) || !isSame(item, right.get(key))) return false;
  }
  return true;
}

function areSameSets(left: MapView, right: Value): boolean {
  if (left.type === "Values" || !(right instanceof MapView) || right.type === "Values")
    return false;
  const others = right.items;
  return (
    left.items.length === others.length && left.items.every((item) => indexIn(others, item) >= 0)
  );
}

export function indexIn(items: readonly Value[], wanted: Value): number {
  return items.findIndex((item) => isSame(item ?? null, wanted ?? null));
}

/** Java's `hashCode`. */
export function hashOf(value: Value): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === "string") return hashText(value);
  if (typeof value === "boolean") return value ? 1231 : 1237;
  if (isNumber(value)) return hashNumber(value);
  if (value instanceof JavaCharacter) return value.text.charCodeAt(0);
  if (value instanceof MapEntry) return hashOf(value.key) ^ hashOf(value.value);
  if (value instanceof Map) {
    let sum = 0;
    for (const [key, item] of value) sum = (sum + (hashOf(key) ^ nestedHash(item, value))) | 0;
    return sum;
  }
  if (value instanceof JavaList) {
    return value.items.reduce<number>(
      (hash, item) => (Math.imul(31, hash) + nestedHash(item, value)) | 0,
      1,
    );
  }
  if (value instanceof MapView && value.type !== "Values") {
    return value.items.reduce<number>((sum, item) => (sum + hashOf(item)) | 0, 0);
  }
  return identityHash(value);
}

function nestedHash(item: Value, owner: Value): number {
  if (item === owner)
    throw new TemplateError("A list or map that contains itself has no hashCode.");
  return hashOf(item);
}

function hashText(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash;
}

const view = new DataView(new ArrayBuffer(8));

function hashNumber(value: JavaNumber): number {
  const whole = toBigInt(value);
  if (whole !== undefined) {
    switch (numberType(value)) {
      case "Long":
        return hashLong(whole);
      case "BigInteger":
        return hashBigInteger(whole);
      default:
        return Number(whole);
    }
  }
  if (typeof value !== "object") return 0;
  switch (value.type) {
    case "Double":
      return hashLong(doubleBits(value.value));
    case "Float":
      return floatBits(value.value);
    case "BigDecimal":
      return (Math.imul(31, hashBigInteger(value.unscaled)) + value.scale) | 0;
    default:
      return 0;
  }
}

function hashLong(value: bigint): number {
  return Number(BigInt.asIntN(32, value ^ (BigInt.asUintN(64, value) >> 32n)));
}

function hashBigInteger(value: bigint): number {
  let hash = 0;
  const digits = (value < 0n ? -value : value).toString(16);
  const padded = digits.padStart(Math.ceil(digits.length / 8) * 8, "0");
  for (let at = 0; at < padded.length; at += 8) {
    hash = (Math.imul(31, hash) + Number.parseInt(padded.slice(at, at + 8), 16)) | 0;
  }
  return value < 0n ? -hash | 0 : hash;
}

export function doubleBits(value: number): bigint {
  view.setFloat64(0, value);
  return view.getBigInt64(0);
}

export function doubleOfBits(bits: bigint): number {
  view.setBigInt64(0, BigInt.asIntN(64, bits));
  return view.getFloat64(0);
}

export function floatBits(value: number): number {
  view.setFloat32(0, value);
  return view.getInt32(0);
}

export function floatOfBits(bits: number): number {
  view.setInt32(0, bits);
  return view.getFloat32(0);
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0x1b6d3586;

/** A number of its own for each object, as Java's: it differs from one request to the next. */
export function identityHash(value: object): number {
  let hash = identities.get(value);
  if (hash === undefined) {
    lastIdentity = (lastIdentity + 0x3779b97) & 0x7fffffff;
    hash = lastIdentity;
    identities.set(value, hash);
  }
  return hash;
}

const collectionClasses: Record<JavaCollection["type"], string> = {
  Array: "",
  ArrayList: "java.util.ArrayList",
  EntrySet: "java.util.LinkedHashMap$LinkedEntrySet",
  JSONArray: "net.minidev.json.JSONArray",
  KeySet: "java.util.LinkedHashMap$LinkedKeySet",
  SubList: "java.util.ArrayList$SubList",
  Values: "java.util.LinkedHashMap$LinkedValues",
};

/** As Java's `getClass().getName()`. */
export function className(value: Exclude<Value, null | undefined>): string {
  if (typeof value === "string") return "java.lang.String";
  if (typeof value === "boolean") return "java.lang.Boolean";
  if (isNumber(value)) {
    const type = numberType(value);
    return `java.${type.startsWith("Big") ? "math" : "lang"}.${type}`;
  }
  if (value instanceof Map) return "java.util.LinkedHashMap";
  if (value instanceof JavaArray) return arrayName(value.component);
  if (value instanceof JavaCharacter) return "java.lang.Character";
  if (value instanceof MapEntry) return "java.util.LinkedHashMap$Entry";
  if (value instanceof JavaIterator) return iteratorName(value);
  if (value instanceof JavaClass) return "java.lang.Class";
  if (value instanceof LoopState) return "org.apache.velocity.runtime.directive.ForeachScope";
  if (value instanceof DefinedBlock) return "org.apache.velocity.runtime.directive.Block$Reference";
  return collectionClasses[value.type];
}

function arrayName(component: string): string {
  return component === "byte" ? "[B" : component === "char" ? "[C" : `[L${component};`;
}

function iteratorName({ source, type }: JavaIterator): string {
  if (source instanceof MapView) {
    const kind = source.type === "KeySet" ? "Key" : source.type === "Values" ? "Value" : "Entry";
    return `java.util.LinkedHashMap$Linked${kind}Iterator`;
  }
  if (source.type === "SubList") return "java.util.ArrayList$SubList$1";
  const list = source instanceof JavaArray ? "AbstractList" : "ArrayList";
  return `java.util.${list}$${type === "Iterator" ? "Itr" : "ListItr"}`;
}
