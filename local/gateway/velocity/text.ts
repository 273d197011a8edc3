import { TemplateError } from "./errors.ts";
import { JavaDouble, JavaList, LoopState, MapEntry, type Value } from "./values.ts";

/**
 * A value as Velocity prints it: `{foo=bar}` for maps, JSON for lists of the payload, nothing for null.
 * (recorded on AWS; a null inside a map is Java's `null`)
 */
export function toText(value: Value): string {
  return value === null || value === undefined ? "" : write(value, javaStyle, []);
}

/** A value as JSON, without spaces. */
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
      throw new TemplateError("A list or map that holds itself cannot be printed.");
    }
    ancestors.push(value);
    const text =
      value instanceof Map
        ? writeMap(value, style, ancestors)
        : writeList(value, value.isJson ? jsonStyle : style, ancestors);
    ancestors.pop();
    return text;
  }
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

/** As Java's Double.toString: always a fraction (`10.0`), an exponent from 10^7 on (`1.49E9`). */
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
