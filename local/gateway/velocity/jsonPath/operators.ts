import { boundedTest } from "../../boundedRegex.ts";
import { TemplateError } from "../template.ts";
import { JavaDouble, JavaList, toText, type Value } from "../values.ts";
import { isNumber } from "./functions.ts";
import { InvalidPathError } from "./path.ts";

/** A regular expression for a whole text. */
export class Pattern {
  readonly regex: RegExp;

  constructor(regex: RegExp) {
    this.regex = regex;
  }
}

/** A side of a comparison; undefined for a path that leads nowhere. */
export type Operand = Value | Pattern;

type Compare = (left: Operand, right: Operand) => boolean;

/**
 * The operators of Jayway's JsonPath 2.4, in upper case; `anyof` and `noneof` came later. ALL, TYPE,
 * EXISTS and MATCHES are never true for what a path's text can hold.
 */
export const operators: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ["==", equals],
  ["!=", (left, right) => !equals(left, right)],
  ["===", equalsWithType],
  ["!==", (left, right) => !equalsWithType(left, right)],
  ["<", (left, right) => isOrdered(left, right, (order) => order < 0)],
  ["<=", (left, right) => isOrdered(left, right, (order) => order <= 0)],
  [">", (left, right) => isOrdered(left, right, (order) => order > 0)],
  [">=", (left, right) => isOrdered(left, right, (order) => order >= 0)],
  ["=~", matches],
  ["IN", isIn],
  ["NIN", (left, right) => !isIn(left, right)],
  ["CONTAINS", contains],
  ["SUBSETOF", isSubset],
  ["SIZE", hasSize],
  ["EMPTY", isEmpty],
  ["ALL", () => false],
  ["TYPE", () => false],
  ["EXISTS", () => false],
  ["MATCHES", () => false],
]);

/** The left side decides: `'1.0' == 1` compares texts, `1 == '1.0'` numbers. */
function equals(left: Operand, right: Operand): boolean {
  if (isJson(left) && isJson(right)) return isSame(left, right);
  if (typeof left === "string") {
    return (typeof right === "string" || isJavaNumber(right)) && left === toText(right);
  }
  if (isJavaNumber(left)) {
    const number = typeof right === "string" ? numberOf(right) : right;
    return isJavaNumber(number) && order(left, number) === 0;
  }
  return (typeof left === "boolean" || left === null) && left === right;
}

function equalsWithType(left: Operand, right: Operand): boolean {
  const isSameType = typeof left === typeof right || (isJavaNumber(left) && isJavaNumber(right));
  return isSameType && equals(left, right);
}

function isJson(value: Operand): value is JavaList | Map<string, Value> {
  return value instanceof JavaList || value instanceof Map;
}

/** Java's equals: 1 and 1.0 are different. */
function isSame(left: Value, right: Value): boolean {
  if (left instanceof JavaList && right instanceof JavaList) {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => isSame(item, right.items[index]))
    );
  }
  if (left instanceof Map && right instanceof Map) {
    return (
      left.size === right.size &&
      [...left].every(([key, item]) => right.has(key) && isSame(item, right.get(key)))
    );
  }
  if (left instanceof JavaDouble && right instanceof JavaDouble) return left.value === right.value;
  return left === right;
}

function isJavaNumber(value: Operand): value is number | bigint | JavaDouble {
  return !(value instanceof Pattern) && isNumber(value);
}

/** Reads a text as Java's BigDecimal does; undefined if it is none. */
function numberOf(text: string): JavaDouble | undefined {
  const isNumeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
  return isNumeric ? new JavaDouble(Number(text)) : undefined;
}

/** Compares numbers; bigints and doubles exactly. */
function order(left: number | bigint | JavaDouble, right: number | bigint | JavaDouble): number {
  const [a, b] = [left, right].map((value) =>
    value instanceof JavaDouble ? value.value : value,
  ) as [number | bigint, number | bigint];
  return a < b ? -1 : a > b ? 1 : 0;
}

function isOrdered(left: Operand, right: Operand, isWanted: (order: number) => boolean): boolean {
  if (isJavaNumber(left) && isJavaNumber(right)) return isWanted(order(left, right));
  if (typeof left !== "string" || typeof right !== "string") return false;
  return isWanted(left < right ? -1 : left > right ? 1 : 0);
}

/** Matches the whole text; what has none counts as an empty one. */
function matches(left: Operand, right: Operand): boolean {
  if (left instanceof Pattern === right instanceof Pattern) return false;
  const [pattern, value] = left instanceof Pattern ? [left, right] : [right as Pattern, left];
  const hasText = typeof value === "string" || typeof value === "boolean" || isJavaNumber(value);
  return boundedTest(pattern.regex)(hasText ? toText(value) : "");
}

function isIn(left: Operand, right: Operand): boolean {
  return includes(listOf(right), left);
}

function contains(left: Operand, right: Operand): boolean {
  if (typeof left === "string" && typeof right === "string") return left.includes(right);
  return left instanceof JavaList && includes(left, right);
}

/** @throws TemplateError for lists of lists or objects, as Jayway does */
function includes({ items }: JavaList, wanted: Operand): boolean {
  if (items.some(isJson))
    throw new TemplateError("A list of a filter may only have simple values.");
  return items.some((item) => equals(wanted, item));
}

/** @throws InvalidPathError if it is not a list */
function listOf(value: Operand): JavaList {
  if (!(value instanceof JavaList)) throw new InvalidPathError("A filter needs a list.");
  return value;
}

function isSubset(left: Operand, right: Operand): boolean {
  if (left instanceof Map || right instanceof Map) return false;
  return listOf(left).items.every((item) => includes(listOf(right), item));
}

function hasSize(left: Operand, right: Operand): boolean {
  if (!isJavaNumber(right)) return false;
  const wanted = Math.trunc(Number(toText(right)));
  if (typeof left === "string") return left.length === wanted;
  return left instanceof JavaList && left.items.length === wanted;
}

function isEmpty(left: Operand, right: Operand): boolean {
  if (typeof right !== "boolean") throw new InvalidPathError("EMPTY needs true or false.");
  if (typeof left === "string") return (left === "") === right;
  if (left instanceof JavaList) return (left.items.length === 0) === right;
  return left instanceof Map && (left.size === 0) === right;
}
