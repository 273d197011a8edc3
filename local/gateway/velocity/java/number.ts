import {
  type IntegerType,
  JavaDouble,
  JavaFloat,
  type JavaNumber,
  toBigInt,
  toDouble,
  typed,
  wrap,
} from "./numbers.ts";
import { rescale } from "./decimals.ts";
import { objectMembers } from "./object.ts";
import { membersOf } from "./signatures.ts";

/** java.lang.Number */
export const numberMembers = membersOf<JavaNumber>()(
  {
    "byteValue()": (value) => typed("Byte", narrowed(value, "Byte")),
    "doubleValue()": (value) => new JavaDouble(toDouble(value)),
    "floatValue()": (value) => new JavaFloat(toDouble(value)),
    "intValue()": (value) => typed("Integer", narrowed(value, "Integer")),
    "longValue()": (value) => typed("Long", narrowed(value, "Long")),
    "shortValue()": (value) => typed("Short", narrowed(value, "Short")),
  },
  [],
  objectMembers,
);

/** The integer that a Java cast makes: of the low bits, or of the nearest value for a double. */
function narrowed(value: JavaNumber, type: IntegerType): bigint {
  const whole = toBigInt(value);
  if (whole !== undefined) return wrap(whole, type);
  if (typeof value === "object" && value.type === "BigDecimal") {
    return wrap(rescale(value, 0, "DOWN").unscaled, type);
  }
  return wrap(nearest(toDouble(value), type === "Long" ? "Long" : "Integer"), type);
}

function nearest(value: number, type: "Integer" | "Long"): bigint {
  if (Number.isNaN(value)) return 0n;
  const most = type === "Long" ? 2n ** 63n - 1n : 2n ** 31n - 1n;
  if (value >= Number(most)) return most;
  return value <= -Number(most) - 1 ? -most - 1n : BigInt(Math.trunc(value));
}

export function order<Type>(left: Type, right: Type): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
