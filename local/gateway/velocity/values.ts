import { TemplateError } from "./template.ts";

/**
 * A template's value. Members are looked up in tables (members.ts) and no JavaScript objects are exposed,
 * so a template reaches neither prototypes nor functions. `null` is Java's null; `undefined` is a
 * reference that leads nowhere, which Velocity prints as written.
 */
export type Value =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | JavaDouble
  | JavaList
  | JavaMap
  | MapEntry
  | LoopState
  | DefinedBlock;

/** A Map whose keys are always texts. */
export type JavaMap = Map<string, Value>;

/** A double, which Java prints differently from an integer. Integers are `number` or, if large, `bigint`. */
export class JavaDouble {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** Lists from JSON print as JSON, those of the template as Java's `[a, b]`. */
export class JavaList {
  readonly items: Value[];
  readonly isJson: boolean;

  constructor(items: Value[], isJson = false) {
    this.items = items;
    this.isJson = isJson;
  }
}

/** An entry of `$map.entrySet()`. */
export class MapEntry {
  readonly key: string;
  readonly value: Value;

  constructor(key: string, value: Value) {
    this.key = key;
    this.value = value;
  }
}

/** `$foreach`. */
export class LoopState {
  index = 0;
  readonly size: number;
  readonly parent: LoopState | null;

  constructor(size: number, parent: LoopState | null) {
    this.size = size;
    this.parent = parent;
  }
}

/** `#define($name)`: renders whenever it is read as text. */
export class DefinedBlock {
  /** Prints it; returns false, and prints nothing, if it prints itself too deep. */
  readonly print: () => boolean;
  readonly text: () => string;

  constructor(print: () => boolean, text: () => string) {
    this.print = print;
    this.text = text;
  }
}

/** Converts an integer to the smallest type that holds it exactly. */
export function integer(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** Converts plain data (strings, numbers, booleans, arrays, objects) to a value. */
export function fromPlain(data: unknown): Value {
  switch (typeof data) {
    case "string":
    case "boolean":
    case "bigint":
      return data;
    case "number":
      return Number.isSafeInteger(data) ? data : new JavaDouble(data);
    case "object":
      if (data === null) {
        return null;
      }
      if (Array.isArray(data)) {
        return new JavaList(data.map(fromPlain), true);
      }
      return new Map(Object.entries(data).map(([key, item]) => [key, fromPlain(item)]));
    default:
      return null;
  }
}

/**
 * Prints a value as Velocity does: `{foo=bar}` for maps, JSON for the payload's lists, nothing for null.
 * (recorded on AWS; a null inside a map is Java's `null`)
 */
export function toText(value: Value): string {
  return value === null || value === undefined ? "" : write(value, javaStyle, []);
}

/** Prints a value as JSON without spaces. */
export function toJson(value: Value): string {
  return write(value, jsonStyle, []);
}

interface Style {
  readonly string: (text: string) => string;
  readonly key: (text: string) => string;
  readonly separator: string;
}

const jsonStyle: Style = {
  string: (text) => JSON.stringify(text),
  key: (text) => `${JSON.stringify(text)}:`,
  separator: ",",
};
const javaStyle: Style = {
  string: (text) => text,
  key: (text) => `${text}=`,
  separator: ", ",
};

function write(value: Value, style: Style, ancestors: Value[]): string {
  if (typeof value === "string") {
    return style.string(value);
  }
  if (value instanceof JavaDouble) {
    return javaDoubleText(value.value);
  }
  if (value instanceof MapEntry) {
    return style.key(value.key) + write(value.value, style, ancestors);
  }
  if (value instanceof JavaList || value instanceof Map) {
    if (ancestors.includes(value)) {
      throw new TemplateError("A list or map that contains itself cannot be printed.");
    }
    ancestors.push(value);
    const text =
      value instanceof Map
        ? writeMap(value, style, ancestors)
        : writeList(value, value.isJson ? jsonStyle : style, ancestors);
    ancestors.pop();
    return text;
  }
  if (value instanceof DefinedBlock) return style.string(value.text());
  return value instanceof LoopState ? "" : String(value ?? null);
}

function writeMap(map: ReadonlyMap<string, Value>, style: Style, ancestors: Value[]): string {
  let text = "";
  for (const [key, item] of map) {
    text += (text && style.separator) + style.key(key) + write(item, style, ancestors);
  }
  return `{${text}}`;
}

function writeList(list: JavaList, style: Style, ancestors: Value[]): string {
  return `[${list.items.map((item) => write(item, style, ancestors)).join(style.separator)}]`;
}

/** Prints like Java's Double.toString: always a fraction (`10.0`), an exponent from 10^7 on (`1.49E9`). */
function javaDoubleText(value: number): string {
  if (!Number.isFinite(value)) {
    return String(value);
  }
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) {
    const text = Object.is(value, -0) ? "-0" : String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${exponent.replace("+", "")}`;
}
