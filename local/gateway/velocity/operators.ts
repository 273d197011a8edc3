import type { Read } from "./scope.ts";
import { checkLength, TemplateError, TemplateSyntaxError } from "./template.ts";
import { calculate, orderOf } from "./java/arithmetic.ts";
import { isNumber } from "./java/numbers.ts";
import { isSame } from "./java/objects.ts";
import { JavaList, toText, type Value } from "./values.ts";

/**
 * As in Velocity 1: only null and false are false; an empty text or list is true.
 * AWS's version of Velocity is UNCONFIRMED; existing templates (`$x && $x.length() != 0`) expect this.
 */
export function isTrue(value: Value): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** A missing value equals both null and the empty text. (recorded on AWS) */
function areEqual(left: Value, right: Value): boolean {
  const isLeftMissing = left === undefined || left === null;
  const isRightMissing = right === undefined || right === null;
  if (isLeftMissing || isRightMissing) {
    return (isLeftMissing || left === "") && (isRightMissing || right === "");
  }
  if (isNumber(left) && isNumber(right)) {
    return compare(left, right, (order) => order === 0);
  }
  // Values of different types are compared as texts.
  return isSame(left, right) || (!isAlike(left, right) && toText(left) === toText(right));
}

/** Values of one class, or of classes of which one extends the other, are compared by `equals`. */
function isAlike(left: Value, right: Value): boolean {
  return typeof left === "object" && left !== null && typeof right === "object" && right !== null
    ? left.constructor === right.constructor
    : typeof left === typeof right;
}

/** `+ - * / %` and the comparisons by their sign. */
const binaryOperators: ReadonlyMap<string, (left: Value, right: Value) => Value> = new Map([
  ["==", areEqual],
  ["!=", (left: Value, right: Value) => !areEqual(left, right)],
  ["<", (left: Value, right: Value) => compare(left, right, (order) => order < 0)],
  ["<=", (left: Value, right: Value) => compare(left, right, (order) => order <= 0)],
  [">", (left: Value, right: Value) => compare(left, right, (order) => order > 0)],
  [">=", (left: Value, right: Value) => compare(left, right, (order) => order >= 0)],
  ["+", add],
  ["-", (left: Value, right: Value) => calculate("-", left, right)],
  ["*", (left: Value, right: Value) => calculate("*", left, right)],
  ["/", (left: Value, right: Value) => calculate("/", left, right)],
  ["%", (left: Value, right: Value) => calculate("%", left, right)],
]);

function negate(value: Value): Value {
  return calculate("-", 0, value);
}

function add(left: Value, right: Value): Value {
  return typeof left === "string" || typeof right === "string"
    ? checkLength(toText(left) + toText(right))
    : calculate("+", left, right);
}

function compare(left: Value, right: Value, isWanted: (order: number) => boolean): boolean {
  return isNumber(left) && isNumber(right) && isWanted(orderOf(left, right));
}

/** [first..last], counting down if last is smaller. Limited, because the list is created at once. */
export function range(first: Value, last: Value): Value {
  if (typeof first !== "number" || typeof last !== "number") {
    return null;
  }
  const length = Math.abs(last - first) + 1;
  if (length > 100_000) {
    throw new TemplateError(
      `The range [${first}..${last}] is too long; at most 100000 numbers are allowed.`,
    );
  }
  const step = last < first ? -1 : 1;
  return new JavaList(Array.from({ length }, (_, index) => first + index * step));
}

/** Applies an operator to one or two operands. @throws TemplateSyntaxError for an unknown operator */
export function operation(operator: string, [left = nothing, right = nothing]: Read[]): Read {
  switch (operator) {
    case "parenthesis":
      return left;
    case "not":
      return (scope) => !isTrue(left(scope));
    case "minus":
      return (scope) => negate(left(scope));
    case "&&":
      return (scope) => isTrue(left(scope)) && isTrue(right(scope));
    case "||":
      return (scope) => isTrue(left(scope)) || isTrue(right(scope));
  }
  const operate = binaryOperators.get(operator);
  if (operate === undefined) {
    throw new TemplateSyntaxError(`The operator ${operator} is not supported.`);
  }
  return (scope) => operate(left(scope), right(scope));
}

const nothing: Read = () => null;
