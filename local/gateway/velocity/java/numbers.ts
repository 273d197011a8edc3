/**
 * Java's numbers. A `number` is an Integer if it fits into 32 bits, else a Long; a `bigint` is a Long if
 * it fits into 64 bits, else a BigInteger. Numbers of other types are instances of the classes below.
 */
export type JavaNumber = number | bigint | JavaDouble | JavaFloat | JavaInteger | JavaDecimal;

export type NumberType = IntegerType | "Float" | "Double" | "BigDecimal";

/** From the smallest to the largest. */
export const integerTypes = ["Byte", "Short", "Integer", "Long", "BigInteger"] as const;
export type IntegerType = (typeof integerTypes)[number];

export class JavaDouble {
  readonly type = "Double";
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export class JavaFloat {
  readonly type = "Float";
  readonly value: number;

  constructor(value: number) {
    this.value = Math.fround(value);
  }
}

/** An integer of a type that its size does not tell: `$number.longValue()` of 7. Made by `typed`. */
export class JavaInteger {
  readonly type: IntegerType;
  readonly value: bigint;

  constructor(type: IntegerType, value: bigint) {
    this.type = type;
    this.value = value;
  }
}

/** BigDecimal: `unscaled` divided by 10 to the power of `scale`. */
export class JavaDecimal {
  readonly type = "BigDecimal";
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** @returns undefined for a text that is no number */
  static parse(text: string): JavaDecimal | undefined {
    const parts = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/.exec(text);
    const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts ?? [];
    if (whole + fraction === "") return undefined;
    const digits = BigInt(whole + fraction);
    return new JavaDecimal(sign === "-" ? -digits : digits, fraction.length - Number(exponent));
  }
}

/** Tells numbers from other values. */
export function isNumber(value: unknown): value is JavaNumber {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    value instanceof JavaDouble ||
    value instanceof JavaInteger ||
    value instanceof JavaFloat ||
    value instanceof JavaDecimal
  );
}

const bits: Record<IntegerType, number> = {
  Byte: 8,
  Short: 16,
  Integer: 32,
  Long: 64,
  BigInteger: Infinity,
};

export function fits(value: bigint, type: IntegerType): boolean {
  return type === "BigInteger" || BigInt.asIntN(bits[type], value) === value;
}

/** Cuts the bits off that the type does not hold, as Java's `intValue` and its like do. */
export function wrap(value: bigint, type: IntegerType): bigint {
  return type === "BigInteger" ? value : BigInt.asIntN(bits[type], value);
}

export function numberType(value: JavaNumber): NumberType {
  switch (typeof value) {
    case "number":
      return value === (value | 0) ? "Integer" : "Long";
    case "bigint":
      return sizeOf(value);
    default:
      return value.type;
  }
}

/** The type of the integer when only its size tells it. */
function sizeOf(value: bigint): IntegerType {
  return fits(value, "Integer") ? "Integer" : fits(value, "Long") ? "Long" : "BigInteger";
}

/** An integer of a given type, which it must fit. */
export function typed(type: IntegerType, value: bigint): number | bigint | JavaInteger {
  if (sizeOf(value) !== type) return new JavaInteger(type, value);
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** Undefined for numbers with a fraction. */
export function toBigInt(value: JavaNumber): bigint | undefined {
  if (typeof value === "number") return BigInt(value);
  if (typeof value === "bigint") return value;
  return value instanceof JavaInteger ? value.value : undefined;
}

export function toDouble(value: JavaNumber): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  return value instanceof JavaDecimal ? Number(decimalText(value)) : Number(value.value);
}

export function toDecimal(value: JavaNumber): JavaDecimal {
  if (value instanceof JavaDecimal) return value;
  const whole = toBigInt(value);
  return whole === undefined
    ? (JavaDecimal.parse(numberText(value)) ?? new JavaDecimal(0n, 0))
    : new JavaDecimal(whole, 0);
}

/** Prints like Java's toString of the number's type. */
export function numberText(value: JavaNumber): string {
  if (typeof value !== "object") return String(value);
  switch (value.type) {
    case "Double":
      return floatingText(value.value, String(value.value), value.value.toExponential());
    case "Float": {
      const digits = shortestOf(value.value);
      return floatingText(value.value, String(digits), digits.toExponential());
    }
    case "BigDecimal":
      return decimalText(value);
    default:
      return String(value.value);
  }
}

/** The shortest decimal number that is nearest to this float. */
function shortestOf(float: number): number {
  if (!Number.isFinite(float)) return float;
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(9));
}

/** Always a fraction (`10.0`), an exponent from 10^7 on (`1.49E9`). */
function floatingText(value: number, plain: string, scientific: string): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) {
    const text = Object.is(value, -0) ? "-0" : plain;
    return text.includes(".") ? text : `${text}.0`;
  }
  const [digits = "", exponent = ""] = scientific.split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${exponent.replace("+", "")}`;
}

/** As BigDecimal's toString: an exponent only for a negative scale or less than 10^-6. */
function decimalText({ unscaled, scale }: JavaDecimal): string {
  const sign = unscaled < 0n ? "-" : "";
  const digits = String(unscaled < 0n ? -unscaled : unscaled);
  const exponent = digits.length - 1 - scale;
  if (scale >= 0 && exponent >= -6) {
    return sign + placePoint(digits, scale);
  }
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${sign}${mantissa}${exponent === 0 ? "" : `E${exponent > 0 ? "+" : ""}${exponent}`}`;
}

/** Writes a number without an exponent. */
export function plainText({ unscaled, scale }: JavaDecimal): string {
  const sign = unscaled < 0n ? "-" : "";
  const digits = String(unscaled < 0n ? -unscaled : unscaled);
  if (scale >= 0) return sign + placePoint(digits, scale);
  return unscaled === 0n ? "0" : sign + digits + "0".repeat(-scale);
}

function placePoint(digits: string, scale: number): string {
  const padded = digits.padStart(scale + 1, "0");
  return scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}
