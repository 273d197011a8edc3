import { TemplateError } from "../template.ts";
import * as decimals from "./decimals.ts";
import {
  fits,
  integerTypes,
  type IntegerType,
  isNumber,
  JavaDecimal,
  JavaDouble,
  JavaFloat,
  type JavaNumber,
  numberType,
  toBigInt,
  toDecimal,
  toDouble,
  typed,
} from "./numbers.ts";
import type { Value } from "./types.ts";

type Sign = "+" | "-" | "*" | "/" | "%";

/**
 * Calculates as Velocity 1.7 does: the result has the larger operand's type, or the next that holds it.
 *
 * @returns null for operands that are not numbers, and for a division by zero, also of doubles
 */
export function calculate(sign: Sign, left: Value, right: Value): Value {
  if (!isNumber(left) || !isNumber(right)) return null;
  if ((sign === "/" || sign === "%") && toDouble(right) === 0) return null;
  if (typeof left === "number" && typeof right === "number") {
    const fast = ofIntegers(sign, left, right);
    if (fast === (fast | 0) && left === (left | 0) && right === (right | 0)) return fast;
  }
  const [leftWhole, rightWhole] = [toBigInt(left), toBigInt(right)];
  const types = [numberType(left), numberType(right)];
  if (leftWhole !== undefined && rightWhole !== undefined) {
    if (sign === "%" && types.includes("BigInteger")) return modulo(leftWhole, rightWhole);
    return sized(ofWholes(sign, leftWhole, rightWhole), [left, right]);
  }
  if (types.includes("BigDecimal") || types.includes("BigInteger")) {
    return ofDecimals(sign, exactDecimal(left), exactDecimal(right));
  }
  const [a, b] = [toDouble(left), toDouble(right)];
  return types.includes("Double")
    ? new JavaDouble(ofDoubles(sign, a, b))
    : new JavaFloat(ofDoubles(sign, Math.fround(a), Math.fround(b)));
}

function ofIntegers(sign: Sign, left: number, right: number): number {
  return sign === "/" ? Math.trunc(left / right) : ofDoubles(sign, left, right);
}

function ofDoubles(sign: Sign, left: number, right: number): number {
  switch (sign) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

function ofWholes(sign: Sign, left: bigint, right: bigint): bigint {
  switch (sign) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
  }
}

/** BigInteger's `mod`, which is never negative. */
function modulo(left: bigint, right: bigint): Value {
  if (right < 0n) throw new TemplateError("The right side of % is negative.");
  return typed("BigInteger", ((left % right) + right) % right);
}

/** Velocity makes a double of every number but the large ones, and takes all of its binary digits. */
function exactDecimal(value: JavaNumber): JavaDecimal {
  if (numberType(value) === "BigDecimal" || numberType(value) === "BigInteger") {
    return toDecimal(value);
  }
  let [digits, scale] = [toDouble(value), 0];
  if (!Number.isFinite(digits)) throw new TemplateError(`${digits} is not a decimal number.`);
  while (!Number.isInteger(digits)) {
    digits *= 2;
    scale++;
  }
  return new JavaDecimal(BigInt(digits) * 5n ** BigInt(scale), scale);
}

/** Division keeps the left operand's digits behind the point. (Velocity's MathUtils) */
function ofDecimals(sign: Sign, left: JavaDecimal, right: JavaDecimal): JavaDecimal {
  switch (sign) {
    case "+":
      return decimals.add(left, right);
    case "-":
      return decimals.add(left, decimals.negate(right));
    case "*":
      return decimals.multiply(left, right);
    case "/":
      return decimals.divide(left, right, left.scale, "HALF_DOWN");
    case "%":
      throw new TemplateError("Velocity has no remainder (%) of large or long decimal numbers.");
  }
}

/** Gives an integer the type of the larger operand, or the smallest type that holds it. */
function sized(value: bigint, operands: readonly JavaNumber[]): Value {
  const types = operands.map((one) => integerTypes.indexOf(numberType(one) as IntegerType));
  const type = integerTypes.slice(Math.max(...types)).find((one) => fits(value, one));
  return typed(type ?? "BigInteger", value);
}

/** Less than 0, 0, or more than 0. */
export function orderOf(left: JavaNumber, right: JavaNumber): number {
  const [leftWhole, rightWhole] = [whole(left), whole(right)];
  if (leftWhole !== undefined && rightWhole !== undefined) {
    return leftWhole < rightWhole ? -1 : leftWhole > rightWhole ? 1 : 0;
  }
  const types = [numberType(left), numberType(right)];
  if (types.includes("BigDecimal") || types.includes("BigInteger")) {
    return decimals.compare(exactDecimal(left), exactDecimal(right));
  }
  const [a, b] = [toDouble(left), toDouble(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

const whole = (value: JavaNumber): bigint | number | undefined =>
  typeof value === "number" ? value : toBigInt(value);
