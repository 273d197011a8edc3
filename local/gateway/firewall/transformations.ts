import { createHash } from "node:crypto";
import type { Properties } from "../../graph/resource.ts";
import { UnservedStatementError } from "./unserved.ts";

/** Changes a text before it is compared. Texts have one character per byte. */
export type Transform = (text: string) => string;

const char = (code: number): string => String.fromCharCode(code & 0xff);
const hex = (digits: string): string => char(parseInt(digits, 16));

const escapes: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\\": "\\", "?": "?", "'": "'", '"': '"' },
};
const entities: Readonly<Record<string, string>> = {
  ...{ quot: '"', nbsp: "\xa0", lt: "<", gt: ">", amp: "&" },
};

const urlDecode: Transform = (text) =>
  text.replaceAll("+", " ").replace(/%([\da-f]{2})/gi, (_, digits: string) => hex(digits));

/** Characters of full width become those of ASCII. */
const unicode = (digits: string): string => {
  const code = parseInt(digits, 16);
  return char(code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code);
};

const base64 = (text: string): string => Buffer.from(text, "base64").toString("latin1");

/** Removes repeated slashes, `.`, and `..` except at the start. */
function normalizePath(path: string): string {
  const kept: string[] = [];
  const parts = path.split("/");
  parts.forEach((part, index) => {
    const isLast = index === parts.length - 1;
    if (part === "..") {
      if (kept.length > 0 && kept.at(-1) !== ".." && kept.at(-1) !== "") kept.pop();
      else kept.push(part);
      if (isLast && kept.length > 0 && kept.at(-1) !== "..") kept.push("");
    } else if (part === "." || (part === "" && index > 0 && !isLast)) {
      if (isLast) kept.push("");
    } else kept.push(part);
  });
  return kept.join("/");
}

/** By AWS's name. Source: AWS WAF Developer Guide, "Text transformations", and ModSecurity's reference for those that it takes over. */
const transformations: Readonly<Record<string, Transform>> = {
  NONE: (text) => text,
  BASE64_DECODE: (text) =>
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3}={0,2})?$/.test(text) ? base64(text) : text,
  BASE64_DECODE_EXT: (text) => base64(text.replace(/[^A-Za-z0-9+/]/g, "")),
  CMD_LINE: (text) =>
    text
      .replace(/[\\"'^]/g, "")
      .replace(/[,;\s]+/g, " ")
      .replace(/ (?=[/(])/g, "")
      .toLowerCase(),
  COMPRESS_WHITE_SPACE: (text) => text.replace(/[\t\n\v\f\r \xa0]+/g, " "),
  CSS_DECODE: (text) =>
    text.replace(/\\(?:([\da-f]{1,6})\s?|\n|(.))/gis, (_, digits?: string, plain = "") =>
      digits === undefined ? (plain as string) : unicode(digits.slice(-4)),
    ),
  ESCAPE_SEQ_DECODE: (text) =>
    text.replace(
      /\\(?:x([\da-f]{2})|([0-7]{1,3})|([abfnrtv\\?'"]))/gi,
      (all, digits?: string, octal?: string, name = "") => {
        if (digits !== undefined) return hex(digits);
        return octal === undefined ? (escapes[name as string] ?? all) : char(parseInt(octal, 8));
      },
    ),
  HEX_DECODE: (text) => Buffer.from(text, "hex").toString("latin1"),
  HTML_ENTITY_DECODE: (text) =>
    text.replace(
      /&(?:#x([\da-f]+)|#(\d+)|(quot|nbsp|lt|gt|amp));?/gi,
      (_, digits?: string, decimal?: string, name = "") => {
        if (digits !== undefined) return hex(digits.slice(-8));
        return decimal === undefined
          ? entities[(name as string).toLowerCase()]!
          : char(Number(decimal.slice(-9)));
      },
    ),
  JS_DECODE: (text) =>
    text.replace(
      /\\(?:u([\da-f]{4})|x([\da-f]{2})|([0-3]?[0-7]{1,2})|(.))/gis,
      (_, wide?: string, digits?: string, octal?: string, plain = "") => {
        if (wide !== undefined) return unicode(wide);
        if (digits !== undefined) return hex(digits);
        if (octal !== undefined) return char(parseInt(octal, 8));
        return escapes[plain as string] ?? (plain as string);
      },
    ),
  LOWERCASE: (text) => text.replace(/[A-Z]+/g, (upper) => upper.toLowerCase()),
  MD5: (text) => createHash("md5").update(text, "latin1").digest().toString("latin1"),
  NORMALIZE_PATH: normalizePath,
  NORMALIZE_PATH_WIN: (text) => normalizePath(text.replaceAll("\\", "/")),
  REMOVE_NULLS: (text) => text.replaceAll("\0", ""),
  REPLACE_COMMENTS: (text) => text.replace(/\/\*.*?(?:\*\/|$)/gs, " "),
  REPLACE_NULLS: (text) => text.replaceAll("\0", " "),
  SQL_HEX_DECODE: (text) =>
    text.replace(/0x((?:[\da-f]{2})+)/gi, (_, digits: string) =>
      Buffer.from(digits, "hex").toString("latin1"),
    ),
  URL_DECODE: urlDecode,
  URL_DECODE_UNI: (text) =>
    urlDecode(
      text.replace(/%u([\da-f]{4})/gi, (_, digits: string) => `%${toHex(unicode(digits))}`),
    ),
  UTF8_TO_UNICODE: (text) =>
    Buffer.from(text, "latin1")
      .toString()
      .replace(/[^\0-\x7f]/g, (sign) => `%u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`),
};

const toHex = (sign: string): string => sign.charCodeAt(0).toString(16).padStart(2, "0");

/**
 * Compiles a statement's transformations, which are applied by priority.
 *
 * @throws UnservedStatementError for an unknown one
 */
export function compileTransformations(given: unknown): Transform {
  const steps = ((given ?? []) as Properties[])
    .toSorted((first, second) => Number(first["priority"]) - Number(second["priority"]))
    .filter(({ type }) => type !== "NONE")
    .map(({ type }) => {
      const transform = transformations[String(type)];
      if (transform === undefined)
        throw new UnservedStatementError(`the transformation ${String(type)}`);
      return transform;
    });
  return (text) => steps.reduce((changed, step) => step(changed), text);
}
