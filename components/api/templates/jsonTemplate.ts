import { isSource, literal, reference, type Source, withLiterals } from "./source.ts";

/** Fixed texts and sources joined to one text, such as `orders/` and a path parameter. */
export interface Joined {
  readonly join: readonly (string | Source)[];
}

/** A source in base64. */
interface Encoded {
  readonly encode: "base64";
  readonly value: Source | Joined;
}

/** A source as `true` if its value is "true", else as `false`. */
interface Flag {
  readonly boolean: Source;
}

/** JSON as a string within JSON, which many AWS services expect. */
interface JsonText {
  readonly jsonText: JsonShape;
}

/** JSON whose leaves may be sources. A source becomes a string, except `from.json`, which is JSON. */
export type JsonShape =
  | string
  | number
  | boolean
  | null
  | Source
  | Encoded
  | Flag
  | Joined
  | JsonText
  | readonly JsonShape[]
  | { readonly [key: string]: JsonShape };

/**
 * Writes a mapping template for JSON of a shape. A caller's value can't leave its field: it is escaped
 * as JSON, and Velocity does not interpret values.
 *
 * `escapeJavaScript` also escapes apostrophes, which is not valid JSON, so the template reverts that.
 * Source: API Gateway Developer Guide, "Mapping template transformations for REST APIs in API
 * Gateway" (`$util.escapeJavaScript()`).
 */
export function jsonTemplate(shape: JsonShape): string {
  const variables = new Variables();
  const text = write(shape, variables, 0);
  return withLiterals(variables.setup + text);
}

/** A value for a string field, into which JSON is written as a string. */
export const asText = (value: Source | Joined): JsonShape =>
  "from" in value && value.from === "json" ? { jsonText: value } : value;

/**
 * The expression of a string that is escaped as JSON.
 *
 * @param times - number of JSON strings around it
 */
export const escapedOnce = (expression: string, times = 1): string =>
  times === 0
    ? expression
    : `$util.escapeJavaScript(${escapedOnce(expression, times - 1)}).replaceAll("\\\\'","'")`;

/** A template's variables for the values of its sources. */
class Variables {
  setup = "";
  #count = 0;

  /** @returns the variable in braces, which separate it from the text that follows */
  hold(source: Source, escapes: number): string {
    const name = `v${this.#count++}`;
    this.setup += setText(name, source);
    if (escapes > 0) this.setup += `#set($${name} = ${escapedOnce(`$${name}`, escapes)})`;
    return `\${${name}}`;
  }
}

/** Sets a variable to a source's value as a string, empty for a missing value. */
export function setText(variable: string, source: Source): string {
  const set = (read: Source) => `#set($${variable} = "${quiet(reference(read))}")`;
  if (source.from !== "header" || source.name === source.name.toLowerCase()) return set(source);
  return `${set(source)}#if($${variable} == "")${set({ ...source, name: source.name.toLowerCase() })}#end`;
}

function write(shape: JsonShape, variables: Variables, depth: number): string {
  const fixed = (value: unknown) => literal(nested(JSON.stringify(value), depth));
  const quote = nested('"', depth);
  if (typeof shape !== "object" || shape === null) return fixed(shape);
  if (isSource(shape)) {
    return shape.from === "json"
      ? variables.hold(shape, depth)
      : `${quote}${part(shape, variables, depth)}${quote}`;
  }
  if (isEncoded(shape)) {
    const parts = "join" in shape.value ? shape.value.join : [shape.value];
    const texts = parts.map((text) => part(text, variables, -1));
    return `${quote}$util.base64Encode("${texts.join("")}")${quote}`;
  }
  if (isFlag(shape))
    return `#if("${variables.hold(shape.boolean, 0)}" == "true")true#{else}false#end`;
  if (isJoined(shape)) {
    return `${quote}${shape.join.map((text) => part(text, variables, depth)).join("")}${quote}`;
  }
  if (isJsonText(shape)) return `${quote}${write(shape.jsonText, variables, depth + 1)}${quote}`;
  if (Array.isArray(shape)) {
    return `[${shape.map((item: JsonShape) => write(item, variables, depth)).join(",")}]`;
  }
  const entries = Object.entries(shape).map(
    ([key, value]) => `${fixed(key)}:${write(value as JsonShape, variables, depth)}`,
  );
  return `{${entries.join(",")}}`;
}

/** A part of a quoted text. A depth of -1 does not escape it. */
function part(text: string | Source, variables: Variables, depth: number): string {
  if (typeof text !== "string" && text.from !== "text") return variables.hold(text, depth + 1);
  const fixed = typeof text === "string" ? text : text.text;
  return literal(nested(fixed, depth + 1));
}

/** A text escaped once for each JSON string around it. */
const nested = (text: string, depth: number): string =>
  depth <= 0 ? text : nested(JSON.stringify(text).slice(1, -1), depth - 1);

/** Makes Velocity print nothing for a missing value, instead of the variable's name. */
const quiet = (expression: string): string => expression.replace(/^\$(?!\{)/, "$!");

const hasOnly = (shape: object, ...keys: string[]): boolean => {
  const own = Object.keys(shape);
  return own.length === keys.length && keys.every((key) => own.includes(key));
};
/** Whether a value is a fixed text or a source. */
export const isTextOrSource = (value: unknown): value is string | Source =>
  typeof value === "string" || isSource(value);

const isEncoded = (shape: object): shape is Encoded => {
  const { encode, value } = shape as Partial<Encoded>;
  const isValue = isSource(value) || isJoined(value);
  return hasOnly(shape, "encode", "value") && encode === "base64" && isValue;
};
const isFlag = (shape: object): shape is Flag =>
  hasOnly(shape, "boolean") && isSource((shape as { boolean: unknown }).boolean);
export function isJoined(shape: unknown): shape is Joined {
  if (typeof shape !== "object" || shape === null || !hasOnly(shape, "join")) return false;
  const { join } = shape as { join: unknown };
  return Array.isArray(join) && Array.from<unknown>(join).every(isTextOrSource);
}
const isJsonText = (shape: object): shape is JsonText => hasOnly(shape, "jsonText");
