import { order } from "./number.ts";
import { hashOf } from "./objects.ts";
import { objectMembers, refuseComparison } from "./object.ts";
import { membersOf } from "./signatures.ts";

/** java.lang.Boolean */
export const booleanMembers = membersOf<boolean>()(
  {
    "booleanValue()": (value) => value,
    "compare(boolean,boolean)": (_, left, right) => order(left, right),
    "compareTo(Boolean)": (value, other) => order(value, other),
    "compareTo(Object)": (value, other) => refuseComparison(value, other),
    "hashCode(boolean)": (_, value) => hashOf(value),
    "logicalAnd(boolean,boolean)": (_, left, right) => left && right,
    "logicalOr(boolean,boolean)": (_, left, right) => left || right,
    "logicalXor(boolean,boolean)": (_, left, right) => left !== right,
    "parseBoolean(String?)": (_, text) => text?.toLowerCase() === "true",
    "toString(boolean)": (_, value) => String(value),
    "valueOf(String?)": (_, text) => text?.toLowerCase() === "true",
    "valueOf(boolean)": (_, value) => value,
  },
  // getBoolean reads the settings of Java's process.
  ["describeConstable()", "getBoolean(String)"],
  objectMembers,
);
