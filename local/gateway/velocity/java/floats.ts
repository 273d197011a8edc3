import { TemplateError } from "../template.ts";
import { numberMembers, order } from "./number.ts";
import { JavaDouble, JavaFloat, numberText, typed } from "./numbers.ts";
import { doubleBits, doubleOfBits, floatBits, floatOfBits, hashOf } from "./objects.ts";
import { refuseComparison } from "./object.ts";
import { membersOf } from "./signatures.ts";

const double = (value: number) => new JavaDouble(value);
const float = (value: number) => new JavaFloat(value);

/** java.lang.Double */
export const doubleMembers = membersOf<JavaDouble>()(
  {
    "compare(double,double)": (_, left, right) => compare(left, right),
    "compareTo(Double)": ({ value }, other) => compare(value, other),
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "doubleToLongBits(double)": (_, value) => typed("Long", doubleBits(value)),
    "doubleToRawLongBits(double)": (_, value) => typed("Long", doubleBits(value)),
    "hashCode(double)": (_, value) => hashOf(double(value)),
    "isFinite(double)": (_, value) => Number.isFinite(value),
    "isInfinite()": ({ value }) => isInfinite(value),
    "isInfinite(double)": (_, value) => isInfinite(value),
    "isNaN()": ({ value }) => Number.isNaN(value),
    "isNaN(double)": (_, value) => Number.isNaN(value),
    "longBitsToDouble(long)": (_, bits) => double(doubleOfBits(bits)),
    "max(double,double)": (_, left, right) => double(Math.max(left, right)),
    "min(double,double)": (_, left, right) => double(Math.min(left, right)),
    "parseDouble(String)": (_, text) => double(parse(text)),
    "sum(double,double)": (_, left, right) => double(left + right),
    "toString(double)": (_, value) => numberText(double(value)),
    "valueOf(String)": (_, text) => double(parse(text)),
    "valueOf(double)": (_, value) => double(value),
  },
  ["describeConstable()", "toHexString(double)"],
  numberMembers,
);

/** java.lang.Float */
export const floatMembers = membersOf<JavaFloat>()(
  {
    "compare(float,float)": (_, left, right) => compare(left, right),
    "compareTo(Float)": ({ value }, other) => compare(value, other),
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "floatToIntBits(float)": (_, value) => floatBits(value),
    "floatToRawIntBits(float)": (_, value) => floatBits(value),
    "hashCode(float)": (_, value) => floatBits(value),
    "intBitsToFloat(int)": (_, bits) => float(floatOfBits(bits)),
    "isFinite(float)": (_, value) => Number.isFinite(value),
    "isInfinite()": ({ value }) => isInfinite(value),
    "isInfinite(float)": (_, value) => isInfinite(value),
    "isNaN()": ({ value }) => Number.isNaN(value),
    "isNaN(float)": (_, value) => Number.isNaN(value),
    "max(float,float)": (_, left, right) => float(Math.max(left, right)),
    "min(float,float)": (_, left, right) => float(Math.min(left, right)),
    "parseFloat(String)": (_, text) => float(parse(text)),
    "sum(float,float)": (_, left, right) => float(left + right),
    "toString(float)": (_, value) => numberText(float(value)),
    "valueOf(String)": (_, text) => float(parse(text)),
    "valueOf(float)": (_, value) => float(value),
  },
  ["describeConstable()", "toHexString(float)"],
  numberMembers,
);

/** Java orders -0.0 before 0.0, and NaN last. */
function compare(left: number, right: number): number {
  if (left === 0 && right === 0) return order(1 / left, 1 / right);
  if (Number.isNaN(left) || Number.isNaN(right)) {
    return order(Number(Number.isNaN(left)), Number(Number.isNaN(right)));
  }
  return order(left, right);
}

function isInfinite(value: number): boolean {
  return Math.abs(value) === Infinity;
}

/** Java allows white space around the number, and `d` or `f` behind it. */
const decimal =
  /^[\0- ]*([+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?=[dfDF\0- ]|$)))[dfDF]?[\0- ]*$/;

function parse(text: string): number {
  const digits = decimal.exec(text.length > 1000 ? "" : text)?.[1];
  if (digits === undefined) {
    throw new TemplateError(`${JSON.stringify(text)} is not a decimal number.`);
  }
  return digits.endsWith("NaN") ? NaN : Number(digits);
}
