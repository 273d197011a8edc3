import type { Read } from "./scope.ts";
import { checkLength, TemplateError, TemplateSyntaxError } from "./template.ts";
import { integer, JavaDouble, JavaList, toJson, toText, type Value } from "./values.ts";

/**
 * As in Velocity 1: only null and false are false; an empty text or list is true.
 * AWS's version of Velocity is UNCONFIRMED; existing templates (`$x && $x.length() != 0`) expect this.
 */
export function isTrue(value: Value): boolean {
  return value !== undefined && value !== null && value !== false;
}

/** A missing value equals both null and the empty text. (recorded on AWS) */
export function areEqual(left: Value, right: Value): boolean {
  const isLeftMissing = left === undefined || left === null;
  const isRightMissing = right === undefined || right === null;
  if (isLeftMissing || isRightMissing) {
    return (isLeftMissing || left === "") && (isRightMissing || right === "");
  }
  if (isNumber(left) && isNumber(right)) {
    return compare(left, right, (order) => order === 0);
  }
  if (isCollection(left) && isCollection(right)) {
    return toJson(left) === toJson(right);
  }
  // Values of different types are compared as texts.
  return left === right || toText(left) === toText(right);
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
  [
    "-",
    arithmetic(
      (a, b) => a - b,
      (a, b) => a - b,
    ),
  ],
  [
    "*",
    arithmetic(
      (a, b) => a * b,
      (a, b) => a * b,
    ),
  ],
  [
    "/",
    arithmetic(
      (a, b) => (b === 0n ? null : a / b),
      (a, b) => a / b,
    ),
  ],
  [
    "%",
    arithmetic(
      (a, b) => (b === 0n ? null : a % b),
      (a, b) => a % b,
    ),
  ],
]);

function negate(value: Value): Value {
  return binaryOperators.get("-")?.(0, value);
}

const addNumbers = arithmetic(
  (a, b) => a + b,
  (a, b) => a + b,
);

function add(left: Value, right: Value): Value {
  return typeof left === "string" || typeof right === "string"
    ? checkLength(toText(left) + toText(right))
    : addNumbers(left, right);
}

/** Java's integer division drops the fraction; operands that are not numbers make the result null. */
function arithmetic(
  integers: (left: bigint, right: bigint) => bigint | null,
  doubles: (left: number, right: number) => number,
) {
  return (left: Value, right: Value): Value => {
    if (!isNumber(left) || !isNumber(right)) {
      return null;
    }
    if (left instanceof JavaDouble || right instanceof JavaDouble) {
      return new JavaDouble(doubles(Number(toNumber(left)), Number(toNumber(right))));
    }
    const result = integers(BigInt(left), BigInt(right));
    return result === null ? null : integer(result);
  };
}

function compare(left: Value, right: Value, isWanted: (order: number) => boolean): boolean {
  if (!isNumber(left) || !isNumber(right)) {
    return false;
  }
  const [a, b] = [toNumber(left), toNumber(right)];
  return isWanted(a < b ? -1 : a > b ? 1 : 0);
}

type JavaNumber = number | bigint | JavaDouble;

function isNumber(value: Value): value is JavaNumber {
  return typeof value === "number" || typeof value === "bigint" || value instanceof JavaDouble;
}

function toNumber(value: JavaNumber): number | bigint {
  return value instanceof JavaDouble ? value.value : value;
}

function isCollection(value: Value): boolean {
  return value instanceof Map || value instanceof JavaList;
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
