import { TemplateError } from "../template.ts";
import { JavaDecimal } from "./numbers.ts";

/** java.math.RoundingMode, by the numbers that BigDecimal's older methods take. */
export const roundingModes = [
  "UP",
  "DOWN",
  "CEILING",
  "FLOOR",
  "HALF_UP",
  "HALF_DOWN",
  "HALF_EVEN",
  "UNNECESSARY",
] as const;
export type RoundingMode = (typeof roundingModes)[number];

/** Far above what a template needs, and low enough to calculate with at once. */
const maxDigits = 10_000;

/** 10 to the power of `exponent`. @throws TemplateError for numbers too long to calculate with */
function powerOfTen(exponent: number): bigint {
  if (exponent > maxDigits) {
    throw new TemplateError(`A number would have more than ${maxDigits} digits.`);
  }
  return 10n ** BigInt(exponent);
}

/** Changes the scale of a number and rounds it. */
export function roundTo(
  unscaled: bigint,
  scale: number,
  newScale: number,
  mode: RoundingMode,
): bigint {
  return newScale >= scale
    ? unscaled * powerOfTen(newScale - scale)
    : divideRounded(unscaled, powerOfTen(scale - newScale), mode);
}

function divideRounded(dividend: bigint, divisor: bigint, mode: RoundingMode): bigint {
  const quotient = dividend / divisor;
  const rest = dividend % divisor;
  if (rest === 0n) return quotient;
  const isNegative = rest < 0n !== divisor < 0n;
  const twice = absolute(rest) * 2n - absolute(divisor);
  return isRoundedUp(mode, isNegative, twice, quotient % 2n !== 0n)
    ? quotient + (isNegative ? -1n : 1n)
    : quotient;
}

function isRoundedUp(mode: RoundingMode, isNegative: boolean, half: bigint, isOdd: boolean) {
  switch (mode) {
    case "UP":
      return true;
    case "DOWN":
      return false;
    case "CEILING":
      return !isNegative;
    case "FLOOR":
      return isNegative;
    case "HALF_UP":
      return half >= 0n;
    case "HALF_DOWN":
      return half > 0n;
    case "HALF_EVEN":
      return half > 0n || (half === 0n && isOdd);
    case "UNNECESSARY":
      throw new TemplateError("Rounding is necessary.");
  }
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

export function rescale(
  { unscaled, scale }: JavaDecimal,
  newScale: number,
  mode: RoundingMode,
): JavaDecimal {
  return new JavaDecimal(roundTo(unscaled, scale, newScale, mode), newScale);
}

export function add(left: JavaDecimal, right: JavaDecimal): JavaDecimal {
  const scale = Math.max(left.scale, right.scale);
  return new JavaDecimal(unscaledAt(left, scale) + unscaledAt(right, scale), scale);
}

export function negate({ unscaled, scale }: JavaDecimal): JavaDecimal {
  return new JavaDecimal(-unscaled, scale);
}

export function multiply(left: JavaDecimal, right: JavaDecimal): JavaDecimal {
  return new JavaDecimal(left.unscaled * right.unscaled, left.scale + right.scale);
}

export function compare(left: JavaDecimal, right: JavaDecimal): number {
  const { unscaled } = add(left, negate(right));
  return unscaled < 0n ? -1 : unscaled > 0n ? 1 : 0;
}

/** @throws TemplateError for a division by zero */
export function divide(
  left: JavaDecimal,
  right: JavaDecimal,
  scale: number,
  mode: RoundingMode,
): JavaDecimal {
  if (right.unscaled === 0n) throw new TemplateError("A number cannot be divided by zero.");
  const shift = scale + right.scale - left.scale;
  const [dividend, divisor] =
    shift >= 0
      ? [left.unscaled * powerOfTen(shift), right.unscaled]
      : [left.unscaled, right.unscaled * powerOfTen(-shift)];
  return new JavaDecimal(divideRounded(dividend, divisor, mode), scale);
}

function unscaledAt({ unscaled, scale }: JavaDecimal, newScale: number): bigint {
  return unscaled * powerOfTen(newScale - scale);
}
