import { isNumber, JavaDouble, numberText } from "./java/numbers.ts";
import { className, identityHash } from "./java/objects.ts";
import {
  DefinedBlock,
  JavaArray,
  JavaCharacter,
  JavaClass,
  type JavaCollection,
  JavaIterator,
  JavaList,
  type JavaMap,
  LoopState,
  MapEntry,
  type Value,
} from "./java/types.ts";
import { TemplateError } from "./template.ts";

export { JavaDouble } from "./java/numbers.ts";
export { DefinedBlock, JavaList, type JavaMap, LoopState, type Value } from "./java/types.ts";

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
  if (typeof value === "string") return value;
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
  readonly lists: Style | undefined;
}

const jsonStyle: Style = {
  string: (text) => JSON.stringify(text),
  key: (text) => `${JSON.stringify(text)}:`,
  separator: ",",
  lists: undefined,
};

/** JSONArray's toString is JSON that is safe in web pages: it also escapes `/`. (json-smart) */
const webStyle: Style = {
  ...jsonStyle,
  string: webString,
  key: (text) => `${webString(text)}:`,
};

const javaStyle: Style = {
  string: (text) => text,
  key: (text) => `${text}=`,
  separator: ", ",
  lists: webStyle,
};

function webString(text: string): string {
  return JSON.stringify(text).replace(/[/\x7f-\x9f\u2000-\u20ff]/g, (sign) =>
    sign === "/" ? "\\/" : `\\u${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
}

function write(value: Value, style: Style, ancestors: Value[]): string {
  if (typeof value === "string") return style.string(value);
  if (typeof value !== "object" || value === null) return String(value ?? null);
  if (isNumber(value)) return numberText(value);
  if (value instanceof JavaCharacter) return style.string(value.text);
  if (value instanceof JavaClass) return `class ${value.name}`;
  if (value instanceof JavaIterator) return objectText(value);
  if (value instanceof DefinedBlock) return style.string(value.text());
  if (value instanceof LoopState) return "";
  if (value instanceof JavaArray && style === javaStyle) {
    return objectText(value);
  }
  if (ancestors.includes(value)) {
    throw new TemplateError("A list or map that contains itself cannot be printed.");
  }
  ancestors.push(value);
  const text = writeNested(value, style, ancestors);
  ancestors.pop();
  return text;
}

/** Java prints objects without a text of their own by their class and a number that differs each time. */
function objectText(value: JavaArray | JavaIterator): string {
  return `${className(value)}@${identityHash(value).toString(16)}`;
}

function writeNested(
  value: JavaMap | MapEntry | JavaCollection,
  style: Style,
  ancestors: Value[],
): string {
  if (value instanceof MapEntry) {
    return style.key(String(value.key)) + write(value.value, style, ancestors);
  }
  if (value instanceof Map) {
    let text = "";
    for (const [key, item] of value) {
      text += (text && style.separator) + style.key(String(key)) + write(item, style, ancestors);
    }
    return `{${text}}`;
  }
  const inner = value.type === "JSONArray" ? (style.lists ?? style) : style;
  return `[${value.items.map((item) => write(item, inner, ancestors)).join(inner.separator)}]`;
}
