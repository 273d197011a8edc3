import { TemplateError } from "../template.ts";
import { toText } from "../values.ts";
import { className, hashOf, isSame } from "./objects.ts";
import { membersOf } from "./signatures.ts";
import { JavaArray, JavaClass, type Value } from "./types.ts";

type Present = Exclude<Value, null | undefined>;

/** java.lang.Object. Velocity keeps wait and notify from templates. */
export const objectMembers = membersOf<Present>()(
  {
    "equals(Object)": (value, other) => isSame(value, other),
    "getClass()": (value) => new JavaClass(className(value)),
    "hashCode()": (value) => hashOf(value),
    "toString()": (value) => toText(value),
  },
  ["notify()", "notifyAll()", "wait()", "wait(long)", "wait(long,int)"],
);

/** What Comparable's `compareTo(Object)` does with a value of another type. */
export function refuseComparison(value: Present, other: Value): never {
  throw new TemplateError(
    other === null
      ? "A value cannot be compared with null."
      : `${className(value)} cannot be compared with ${className(other ?? "")}.`,
  );
}

/** java.lang.Class: names only, so that no template loads or makes anything. */
export const classMembers = membersOf<JavaClass>()(
  {
    "getCanonicalName()": ({ name }) => readable(name).replaceAll("$", "."),
    "getName()": ({ name }) => name,
    "getPackageName()": ({ name }) => name.slice(0, name.lastIndexOf(".")),
    "getSimpleName()": ({ name }) => readable(name).replace(/^.*[.$]/, ""),
    "getTypeName()": ({ name }) => readable(name),
    "isArray()": ({ name }) => name.startsWith("["),
  },
  [],
  objectMembers,
);

/** Arrays' names: `[Ljava.lang.String;` is `java.lang.String[]`. */
function readable(name: string): string {
  if (!name.startsWith("[")) return name;
  const component = name.startsWith("[L") ? name.slice(2, -1) : name === "[B" ? "byte" : "char";
  return `${component}[]`;
}

export function bytesArray(bytes: Uint8Array): JavaArray {
  return new JavaArray(
    Array.from(bytes, (byte) => (byte << 24) >> 24),
    "byte",
  );
}
