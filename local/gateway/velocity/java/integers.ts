import { TemplateError } from "../template.ts";
import { numberMembers, order } from "./number.ts";
import { fits, type IntegerType, type JavaNumber, toBigInt, typed, wrap } from "./numbers.ts";
import { hashOf } from "./objects.ts";
import { refuseComparison } from "./object.ts";
import { membersOf } from "./signatures.ts";

const int = (value: bigint | number) => typed("Integer", wrap(BigInt(value), "Integer"));
const long = (value: bigint | number) => typed("Long", wrap(BigInt(value), "Long"));
const valueOf = (value: JavaNumber): bigint => toBigInt(value) ?? 0n;
const unsigned = (value: bigint | number, bits: number) => BigInt.asUintN(bits, BigInt(value));

/** java.lang.Integer */
export const integerMembers = membersOf<JavaNumber>()(
  {
    "bitCount(int)": (_, value) => bitCount(value, 32),
    "compare(int,int)": (_, left, right) => order(left, right),
    "compareTo(Integer)": (value, other) => order(valueOf(value), other),
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "compareUnsigned(int,int)": (_, left, right) => order(left >>> 0, right >>> 0),
    "decode(String)": (_, text) => decode(text, "Integer"),
    "divideUnsigned(int,int)": (_, left, right) => int(quotient(left, right, 32)),
    "hashCode(int)": (_, value) => value,
    "highestOneBit(int)": (_, value) => int(highestBit(value, 32)),
    "lowestOneBit(int)": (_, value) => int(value & -value),
    "max(int,int)": (_, left, right) => Math.max(left, right),
    "min(int,int)": (_, left, right) => Math.min(left, right),
    "numberOfLeadingZeros(int)": (_, value) => Math.clz32(value),
    "numberOfTrailingZeros(int)": (_, value) => trailingZeros(value, 32),
    "parseInt(CharSequence,int,int,int)": (_, text, start, end, radix) =>
      parse(part(text, start, end), radix, "Integer"),
    "parseInt(String)": (_, text) => parse(text, 10, "Integer"),
    "parseInt(String,int)": (_, text, radix) => parse(text, radix, "Integer"),
    "parseUnsignedInt(CharSequence,int,int,int)": (_, text, start, end, radix) =>
      int(parseUnsigned(part(text, start, end), radix, 32)),
    "parseUnsignedInt(String)": (_, text) => int(parseUnsigned(text, 10, 32)),
    "parseUnsignedInt(String,int)": (_, text, radix) => int(parseUnsigned(text, radix, 32)),
    "remainderUnsigned(int,int)": (_, left, right) => int(remainder(left, right, 32)),
    "reverse(int)": (_, value) => int(reverse(value, 32)),
    "reverseBytes(int)": (_, value) => int(reverseBytes(value, 32)),
    "rotateLeft(int,int)": (_, value, count) => int(rotate(value, count, 32)),
    "rotateRight(int,int)": (_, value, count) => int(rotate(value, -count, 32)),
    "signum(int)": (_, value) => Math.sign(value),
    "sum(int,int)": (_, left, right) => int(left + right),
    "toBinaryString(int)": (_, value) => (value >>> 0).toString(2),
    "toHexString(int)": (_, value) => (value >>> 0).toString(16),
    "toOctalString(int)": (_, value) => (value >>> 0).toString(8),
    "toString(int)": (_, value) => String(value),
    "toString(int,int)": (_, value, radix) => value.toString(usableRadix(radix)),
    "toUnsignedLong(int)": (_, value) => long(value >>> 0),
    "toUnsignedString(int)": (_, value) => String(value >>> 0),
    "toUnsignedString(int,int)": (_, value, radix) => (value >>> 0).toString(usableRadix(radix)),
    "valueOf(String)": (_, text) => parse(text, 10, "Integer"),
    "valueOf(String,int)": (_, text, radix) => parse(text, radix, "Integer"),
    "valueOf(int)": (_, value) => value,
  },
  [
    "describeConstable()",
    "getInteger(String)",
    "getInteger(String,Integer)",
    "getInteger(String,int)",
  ],
  numberMembers,
);

/** java.lang.Long */
export const longMembers = membersOf<JavaNumber>()(
  {
    "bitCount(long)": (_, value) => bitCount(value, 64),
    "compare(long,long)": (_, left, right) => order(left, right),
    "compareTo(Long)": (value, other) => order(valueOf(value), other),
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "compareUnsigned(long,long)": (_, left, right) =>
      order(unsigned(left, 64), unsigned(right, 64)),
    "decode(String)": (_, text) => decode(text, "Long"),
    "divideUnsigned(long,long)": (_, left, right) => long(quotient(left, right, 64)),
    "hashCode(long)": (_, value) => hashOf(long(value)),
    "highestOneBit(long)": (_, value) => long(highestBit(value, 64)),
    "lowestOneBit(long)": (_, value) => long(value & -value),
    "max(long,long)": (_, left, right) => long(left > right ? left : right),
    "min(long,long)": (_, left, right) => long(left < right ? left : right),
    "numberOfLeadingZeros(long)": (_, value) => 64 - bits(value, 64).length,
    "numberOfTrailingZeros(long)": (_, value) => trailingZeros(value, 64),
    "parseLong(CharSequence,int,int,int)": (_, text, start, end, radix) =>
      parse(part(text, start, end), radix, "Long"),
    "parseLong(String)": (_, text) => parse(text, 10, "Long"),
    "parseLong(String,int)": (_, text, radix) => parse(text, radix, "Long"),
    "parseUnsignedLong(CharSequence,int,int,int)": (_, text, start, end, radix) =>
      long(parseUnsigned(part(text, start, end), radix, 64)),
    "parseUnsignedLong(String)": (_, text) => long(parseUnsigned(text, 10, 64)),
    "parseUnsignedLong(String,int)": (_, text, radix) => long(parseUnsigned(text, radix, 64)),
    "remainderUnsigned(long,long)": (_, left, right) => long(remainder(left, right, 64)),
    "reverse(long)": (_, value) => long(reverse(value, 64)),
    "reverseBytes(long)": (_, value) => long(reverseBytes(value, 64)),
    "rotateLeft(long,int)": (_, value, count) => long(rotate(value, count, 64)),
    "rotateRight(long,int)": (_, value, count) => long(rotate(value, -count, 64)),
    "signum(long)": (_, value) => order(value, 0n),
    "sum(long,long)": (_, left, right) => long(left + right),
    "toBinaryString(long)": (_, value) => unsigned(value, 64).toString(2),
    "toHexString(long)": (_, value) => unsigned(value, 64).toString(16),
    "toOctalString(long)": (_, value) => unsigned(value, 64).toString(8),
    "toString(long)": (_, value) => String(value),
    "toString(long,int)": (_, value, radix) => value.toString(usableRadix(radix)),
    "toUnsignedString(long)": (_, value) => String(unsigned(value, 64)),
    "toUnsignedString(long,int)": (_, value, radix) =>
      unsigned(value, 64).toString(usableRadix(radix)),
    "valueOf(String)": (_, text) => parse(text, 10, "Long"),
    "valueOf(String,int)": (_, text, radix) => parse(text, radix, "Long"),
    "valueOf(long)": (_, value) => long(value),
  },
  ["describeConstable()", "getLong(String)", "getLong(String,Long)", "getLong(String,long)"],
  numberMembers,
);

/** java.lang.Short */
export const shortMembers = membersOf<JavaNumber>()(
  {
    "compare(short,short)": (_, left, right) => left - right,
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "compareTo(Short)": (value, other) => int(valueOf(value) - other),
    "compareUnsigned(short,short)": (_, left, right) => (left & 0xffff) - (right & 0xffff),
    "decode(String)": (_, text) => decode(text, "Short"),
    "hashCode(short)": (_, value) => value,
    "parseShort(String)": (_, text) => parse(text, 10, "Short"),
    "parseShort(String,int)": (_, text, radix) => parse(text, radix, "Short"),
    "reverseBytes(short)": (_, value) => typed("Short", wrap(reverseBytes(value, 16), "Short")),
    "toString(short)": (_, value) => String(value),
    "toUnsignedInt(short)": (_, value) => value & 0xffff,
    "toUnsignedLong(short)": (_, value) => long(value & 0xffff),
    "valueOf(String)": (_, text) => parse(text, 10, "Short"),
    "valueOf(String,int)": (_, text, radix) => parse(text, radix, "Short"),
    "valueOf(short)": (_, value) => typed("Short", BigInt(value)),
  },
  ["describeConstable()"],
  numberMembers,
);

/** java.lang.Byte */
export const byteMembers = membersOf<JavaNumber>()(
  {
    "compare(byte,byte)": (_, left, right) => left - right,
    "compareTo(Byte)": (value, other) => int(valueOf(value) - other),
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "compareUnsigned(byte,byte)": (_, left, right) => (left & 0xff) - (right & 0xff),
    "decode(String)": (_, text) => decode(text, "Byte"),
    "hashCode(byte)": (_, value) => value,
    "parseByte(String)": (_, text) => parse(text, 10, "Byte"),
    "parseByte(String,int)": (_, text, radix) => parse(text, radix, "Byte"),
    "toString(byte)": (_, value) => String(value),
    "toUnsignedInt(byte)": (_, value) => value & 0xff,
    "toUnsignedLong(byte)": (_, value) => long(value & 0xff),
    "valueOf(String)": (_, text) => parse(text, 10, "Byte"),
    "valueOf(String,int)": (_, text, radix) => parse(text, radix, "Byte"),
    "valueOf(byte)": (_, value) => typed("Byte", BigInt(value)),
  },
  ["describeConstable()"],
  numberMembers,
);

function refuseText(text: string): never {
  throw new TemplateError(`For input string: ${JSON.stringify(text)}. It is not a number.`);
}

/** @throws TemplateError as Java's NumberFormatException */
function parse(text: string, radix: number, type: IntegerType) {
  const value = parseDigits(text, radix);
  return fits(value, type) ? typed(type, value) : refuseText(text);
}

function parseUnsigned(text: string, radix: number, size: number): bigint {
  const value = text.startsWith("-") ? refuseText(text) : parseDigits(text, radix);
  return unsigned(value, size) === value ? value : refuseText(text);
}

function parseDigits(text: string, radix: number): bigint {
  if (radix < 2 || radix > 36) throw new TemplateError(`The radix ${radix} is not 2 to 36.`);
  const digits = text.replace(/^[+-]/, "").toLowerCase();
  if (!/^[\da-z]{1,400}$/.test(digits)) refuseText(text);
  let value = 0n;
  for (const sign of digits) {
    const digit = Number.parseInt(sign, 36);
    if (digit >= radix) refuseText(text);
    value = value * BigInt(radix) + BigInt(digit);
  }
  return text.startsWith("-") ? -value : value;
}

function decode(text: string, type: IntegerType) {
  const [, sign = "", prefix = "", digits = ""] =
    /^([+-]?)(0[xX]|#|0(?=.))?(.*)$/s.exec(text) ?? [];
  const radix = prefix === "" ? 10 : prefix === "0" ? 8 : 16;
  return /^[+-]/.test(digits)
    ? refuseText(text)
    : parse((sign === "-" ? "-" : "") + digits, radix, type);
}

function part(text: string, start: number, end: number): string {
  if (start < 0 || start > end || end > text.length) {
    throw new TemplateError(`The text has no part from ${start} to ${end}.`);
  }
  return text.slice(start, end);
}

/** Java takes 10 for a radix that is not allowed here. */
export const usableRadix = (radix: number): number => (radix < 2 || radix > 36 ? 10 : radix);

const bits = (value: bigint | number, size: number): string => {
  const one = unsigned(value, size);
  return one === 0n ? "" : one.toString(2);
};
const full = (value: bigint | number, size: number) => bits(value, size).padStart(size, "0");
const fromBits = (text: string): bigint => BigInt(`0b${text}`);
const bitCount = (value: bigint | number, size: number) =>
  bits(value, size).replaceAll("0", "").length;
const highestBit = (value: bigint | number, size: number) =>
  BigInt(value) === 0n ? 0n : 1n << BigInt(bits(value, size).length - 1);
const trailingZeros = (value: bigint | number, size: number) =>
  BigInt(value) === 0n ? size : size - 1 - full(value, size).lastIndexOf("1");
const reverse = (value: bigint | number, size: number) =>
  fromBits([...full(value, size)].reverse().join(""));
const reverseBytes = (value: bigint | number, size: number) =>
  fromBits((full(value, size).match(/.{8}/g) ?? []).reverse().join(""));
const rotate = (value: bigint | number, count: number, size: number) => {
  const text = full(value, size);
  const places = ((count % size) + size) % size;
  return fromBits(text.slice(places) + text.slice(0, places));
};
const quotient = (left: bigint | number, right: bigint | number, size: number) =>
  unsigned(left, size) / divisor(right, size);
const remainder = (left: bigint | number, right: bigint | number, size: number) =>
  unsigned(left, size) % divisor(right, size);

function divisor(value: bigint | number, size: number): bigint {
  if (BigInt(value) === 0n) throw new TemplateError("A number cannot be divided by zero.");
  return unsigned(value, size);
}
