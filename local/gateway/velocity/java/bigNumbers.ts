import { TemplateError } from "../template.ts";
import * as decimals from "./decimals.ts";
import { usableRadix } from "./integers.ts";
import { numberMembers, order } from "./number.ts";
import {
  fits,
  type IntegerType,
  JavaDecimal,
  JavaDouble,
  type JavaNumber,
  plainText,
  toBigInt,
  toDecimal,
  typed,
} from "./numbers.ts";
import { bytesArray, refuseComparison } from "./object.ts";
import { membersOf } from "./signatures.ts";
import { JavaArray } from "./types.ts";

const big = (value: bigint) => typed("BigInteger", value);
const valueOf = (value: JavaNumber): bigint => toBigInt(value) ?? 0n;

/** java.math.BigInteger */
export const bigIntegerMembers = membersOf<JavaNumber>()(
  {
    "abs()": (value) => big(absolute(valueOf(value))),
    "add(BigInteger)": (value, other) => big(valueOf(value) + other),
    "and(BigInteger)": (value, other) => big(valueOf(value) & other),
    "andNot(BigInteger)": (value, other) => big(valueOf(value) & ~other),
    "bitLength()": (value) => bitLength(valueOf(value)),
    "byteValueExact()": (value) => exact(valueOf(value), "Byte"),
    "clearBit(int)": (value, bit) => big(valueOf(value) & ~(1n << bitAt(bit))),
    "compareTo(BigInteger)": (value, other) => order(valueOf(value), other),
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "divide(BigInteger)": (value, other) => big(valueOf(value) / divisor(other)),
    "divideAndRemainder(BigInteger)": (value, other) =>
      new JavaArray(
        [big(valueOf(value) / divisor(other)), big(valueOf(value) % other)],
        "java.math.BigInteger",
      ),
    "flipBit(int)": (value, bit) => big(valueOf(value) ^ (1n << bitAt(bit))),
    "gcd(BigInteger)": (value, other) => big(gcd(absolute(valueOf(value)), absolute(other))),
    "intValueExact()": (value) => exact(valueOf(value), "Integer"),
    "longValueExact()": (value) => exact(valueOf(value), "Long"),
    "max(BigInteger)": (value, other) => big(valueOf(value) > other ? valueOf(value) : other),
    "min(BigInteger)": (value, other) => big(valueOf(value) < other ? valueOf(value) : other),
    "mod(BigInteger)": (value, other) => big(mod(valueOf(value), other)),
    "multiply(BigInteger)": (value, other) => big(limited(valueOf(value) * other)),
    "negate()": (value) => big(-valueOf(value)),
    "not()": (value) => big(~valueOf(value)),
    "or(BigInteger)": (value, other) => big(valueOf(value) | other),
    "pow(int)": (value, exponent) => big(power(valueOf(value), exponent)),
    "remainder(BigInteger)": (value, other) => big(valueOf(value) % divisor(other)),
    "setBit(int)": (value, bit) => big(valueOf(value) | (1n << bitAt(bit))),
    "shiftLeft(int)": (value, count) => big(shift(valueOf(value), count)),
    "shiftRight(int)": (value, count) => big(shift(valueOf(value), -count)),
    "shortValueExact()": (value) => exact(valueOf(value), "Short"),
    "signum()": (value) => order(valueOf(value), 0n),
    "subtract(BigInteger)": (value, other) => big(valueOf(value) - other),
    "testBit(int)": (value, bit) => ((valueOf(value) >> bitAt(bit)) & 1n) === 1n,
    "toByteArray()": (value) => bytesArray(bytesOf(valueOf(value))),
    "toString(int)": (value, radix) => valueOf(value).toString(usableRadix(radix)),
    "valueOf(long)": (_, value) => big(value),
    "xor(BigInteger)": (value, other) => big(valueOf(value) ^ other),
  },
  [
    "bitCount()",
    "getLowestSetBit()",
    "isProbablePrime(int)",
    "modInverse(BigInteger)",
    "modPow(BigInteger,BigInteger)",
    "nextProbablePrime()",
    "sqrt()",
    "sqrtAndRemainder()",
  ],
  numberMembers,
);

/** java.math.BigDecimal; RoundingMode and MathContext cannot be made in a template. */
export const bigDecimalMembers = membersOf<JavaDecimal>()(
  {
    "abs()": (value) => (value.unscaled < 0n ? decimals.negate(value) : value),
    "add(BigDecimal)": (value, other) => decimals.add(value, other),
    "compareTo(BigDecimal)": (value, other) => decimals.compare(value, other),
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "divide(BigDecimal,int)": (value, other, mode) =>
      decimals.divide(value, other, value.scale, modeOf(mode)),
    "divide(BigDecimal,int,int)": (value, other, scale, mode) =>
      decimals.divide(value, other, scale, modeOf(mode)),
    "max(BigDecimal)": (value, other) => (decimals.compare(value, other) >= 0 ? value : other),
    "min(BigDecimal)": (value, other) => (decimals.compare(value, other) <= 0 ? value : other),
    "movePointLeft(int)": (value, count) => movePoint(value, count),
    "movePointRight(int)": (value, count) => movePoint(value, -count),
    "multiply(BigDecimal)": (value, other) => decimals.multiply(value, other),
    "negate()": (value) => decimals.negate(value),
    "plus()": (value) => value,
    "pow(int)": (value, exponent) =>
      new JavaDecimal(power(value.unscaled, exponent), value.scale * exponent),
    "precision()": ({ unscaled }) => String(absolute(unscaled)).length,
    "scale()": ({ scale }) => scale,
    "scaleByPowerOfTen(int)": ({ unscaled, scale }, count) =>
      new JavaDecimal(unscaled, scale - count),
    "setScale(int)": (value, scale) => decimals.rescale(value, scale, "UNNECESSARY"),
    "setScale(int,int)": (value, scale, mode) => decimals.rescale(value, scale, modeOf(mode)),
    "signum()": ({ unscaled }) => order(unscaled, 0n),
    "stripTrailingZeros()": (value) => stripZeros(value),
    "subtract(BigDecimal)": (value, other) => decimals.add(value, decimals.negate(other)),
    "toBigInteger()": (value) => big(decimals.rescale(value, 0, "DOWN").unscaled),
    "toBigIntegerExact()": (value) => big(decimals.rescale(value, 0, "UNNECESSARY").unscaled),
    "toPlainString()": (value) => plainText(value),
    "ulp()": ({ scale }) => new JavaDecimal(1n, scale),
    "unscaledValue()": ({ unscaled }) => big(unscaled),
    "valueOf(double)": (_, value) => toDecimal(new JavaDouble(value)),
    "valueOf(long)": (_, value) => new JavaDecimal(value, 0),
    "valueOf(long,int)": (_, value, scale) => new JavaDecimal(value, scale),
  },
  [
    "byteValueExact()",
    "divide(BigDecimal)",
    "divideAndRemainder(BigDecimal)",
    "divideToIntegralValue(BigDecimal)",
    "intValueExact()",
    "longValueExact()",
    "remainder(BigDecimal)",
    "shortValueExact()",
    "toEngineeringString()",
  ],
  numberMembers,
);

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** Far above what a template needs, and low enough to calculate with at once. */
const maxBits = 65_536;

function limited(value: bigint): bigint {
  return bitLength(value) > maxBits ? refuseSize() : value;
}

function refuseSize(): never {
  throw new TemplateError(`A number would have more than ${maxBits} bits.`);
}

function bitLength(value: bigint): number {
  const positive = value < 0n ? ~value : value;
  if (positive === 0n) return 0;
  const digits = positive.toString(16);
  return digits.length * 4 - (Math.clz32(Number.parseInt(digits.charAt(0), 16)) - 28);
}

function power(value: bigint, exponent: number): bigint {
  if (exponent < 0) throw new TemplateError("The exponent is negative.");
  return bitLength(value) * exponent > maxBits ? refuseSize() : value ** BigInt(exponent);
}

function shift(value: bigint, count: number): bigint {
  return count > maxBits ? refuseSize() : value << BigInt(Math.max(count, -maxBits * 2));
}

function bitAt(bit: number): bigint {
  if (bit < 0) throw new TemplateError("There is no negative bit.");
  return bit > maxBits ? refuseSize() : BigInt(bit);
}

function divisor(value: bigint): bigint {
  if (value === 0n) throw new TemplateError("A number cannot be divided by zero.");
  return value;
}

function mod(value: bigint, modulus: bigint): bigint {
  if (modulus <= 0n) throw new TemplateError("The modulus is not positive.");
  return ((value % modulus) + modulus) % modulus;
}

function gcd(left: bigint, right: bigint): bigint {
  return right === 0n ? left : gcd(right, left % right);
}

function exact(value: bigint, type: IntegerType) {
  if (!fits(value, type)) throw new TemplateError(`${value} does not fit into Java's ${type}.`);
  return typed(type, value);
}

function bytesOf(value: bigint): Uint8Array {
  const size = Math.floor(bitLength(value) / 8) + 1;
  const digits = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, "0");
  return Buffer.from(digits, "hex");
}

function modeOf(number: number): decimals.RoundingMode {
  const mode = decimals.roundingModes[number];
  if (mode === undefined) throw new TemplateError(`${number} is not a rounding mode.`);
  return mode;
}

/** Moving the point never leaves a negative scale. */
function movePoint({ unscaled, scale }: JavaDecimal, count: number): JavaDecimal {
  const moved = new JavaDecimal(unscaled, scale + count);
  return moved.scale < 0 ? decimals.rescale(moved, 0, "UNNECESSARY") : moved;
}

function stripZeros({ unscaled, scale }: JavaDecimal): JavaDecimal {
  if (unscaled === 0n) return new JavaDecimal(0n, 0);
  const zeros = /0*$/.exec(String(unscaled))?.[0].length ?? 0;
  return new JavaDecimal(unscaled / 10n ** BigInt(zeros), scale - zeros);
}
