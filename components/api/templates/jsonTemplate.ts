import {
  isSource,
  literal,
  readsBody,
  reference,
  type Source,
  sourcesOf,
  withLiterals,
} from "./source.ts";

/** A text that holds several sources and fixed parts, such as `orders/` and a path parameter. */
export interface Joined {
  readonly join: readonly (string | Source)[];
}

/** A source in base64. */
export interface Encoded {
  readonly encode: "base64";
  readonly value: Source | Joined;
}

/** A source as `true` or `false`: whatever is not "true" is false. */
export interface Flag {
  readonly boolean: Source;
}

/** JSON as a text within JSON, as many AWS services take it. */
export interface JsonText {
  readonly jsonText: JsonShape;
}

/** JSON whose leaves may be sources. A source becomes a JSON text, but for `from.json`: that is JSON. */
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
 * Writes a mapping template that yields JSON of a shape. What a caller sends stays in its field:
 * each value is escaped as JSON, and Velocity does not read what it prints.
 *
 * `escapeJavaScript` also escapes apostrophes, which JSON does not know; that is taken back.
 * Source: API Gateway Developer Guide, "Mapping template transformations for REST APIs in API
 * Gateway" (`$util.escapeJavaScript()`).
 */
export function jsonTemplate(shape: JsonShape): string {
  const variables = new Variables();
  const text = write(shape, variables, 0);
  return withLiterals(variables.setup + text);
}

/** Whether a shape's template reads the request's body. */
export const shapeReadsBody = (shape: JsonShape): boolean => sourcesOf(shape).some(readsBody);

/** A value for a field that is a text: JSON is put into it as text. */
export const asText = (value: Source | Joined): JsonShape =>
  "from" in value && value.from === "json" ? { jsonText: value } : value;

/**
 * The expression of a text with everything in it that JSON escapes.
 *
 * @param times - once for each JSON text that it stands within
 */
export const escapedOnce = (expression: string, times = 1): string =>
  times === 0
    ? expression
    : `$util.escapeJavaScript(${escapedOnce(expression, times - 1)}).replaceAll("\\\\'","'")`;

/** The variables that a template puts its sources' values into, each as text: empty where there is none. */
class Variables {
  setup = "";
  #count = 0;

  /** @returns the variable, in braces: what follows can't become a part of it */
  hold(source: Source, escapes: number): string {
    const name = `v${this.#count++}`;
    this.setup += setText(name, source);
    if (escapes > 0) this.setup += `#set($${name} = ${escapedOnce(`$${name}`, escapes)})`;
    return `\${${name}}`;
  }
}

/** Sets a variable to a source's value as text: empty where there is none. */
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

/** A part of a text that stands in quotes; a depth of -1 leaves it as it is. */
function part(text: string | Source, variables: Variables, depth: number): string {
  if (typeof text !== "string" && text.from !== "text") return variables.hold(text, depth + 1);
  const fixed = typeof text === "string" ? text : text.text;
  return literal(nested(fixed, depth + 1));
}

/** A text escaped for so many JSON texts around it. */
const nested = (text: string, depth: number): string =>
  depth <= 0 ? text : nested(JSON.stringify(text).slice(1, -1), depth - 1);

/** Prints nothing where there is no value, instead of its own name. */
const quiet = (expression: string): string => expression.replace(/^\$(?!\{)/, "$!");

const hasOnly = (shape: object, ...keys: string[]): boolean => {
  const own = Object.keys(shape);
  return own.length === keys.length && keys.every((key) => own.includes(key));
};
const isEncoded = (shape: object): shape is Encoded => hasOnly(shape, "encode", "value");
const isFlag = (shape: object): shape is Flag =>
  hasOnly(shape, "boolean") && isSource((shape as { boolean: unknown }).boolean);
const isJoined = (shape: object): shape is Joined =>
  hasOnly(shape, "join") && Array.isArray((shape as { join: unknown }).join);
const isJsonText = (shape: object): shape is JsonText => hasOnly(shape, "jsonText");
