import { parseJson } from "./json.ts";
import { TemplateError } from "./template.ts";
import { toText, type Value } from "./values.ts";

type Method = (util: null, args: readonly Value[]) => Value;

/** The methods of `$util`, by name and number of arguments. (API Gateway Developer Guide, "Mapping template reference") */
export const utilMethods: ReadonlyMap<string, Method> = new Map([
  ["escapeJavaScript/1", ofText(escapeJavaScript)],
  ["parseJson/1", ofText(parse)],
  ["urlEncode/1", ofText(urlEncode)],
  ["urlDecode/1", ofText(urlDecode)],
  ["base64Encode/1", ofText((text) => Buffer.from(wellFormed(text)).toString("base64"))],
  ["base64Decode/1", ofText((text) => Buffer.from(text, "base64").toString())],
]);

/** null stays null and prints as nothing; AWS's output is UNCONFIRMED. */
function ofText(method: (text: string) => Value): Method {
  return (_util, [value]) => (value === null || value === undefined ? null : method(toText(value)));
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["'", "\\'"],
  ["\\", "\\\\"],
  ["/", "\\/"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\f", "\\f"],
  ["\r", "\\r"],
]);

/**
 * Escapes like escapeJavaScript of Apache Commons Lang 2.4, including `/`, and `'`, which JSON does not
 * allow: hence the `.replaceAll("\\'","'")` in templates.
 */
function escapeJavaScript(text: string): string {
  return text.replace(
    /["'\\/]|[^ -\x7f]/g,
    (character) => escapes.get(character) ?? unicode(character),
  );
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function parse(text: string): Value {
  try {
    return parseJson(text);
  } catch (error) {
    throw new TemplateError(`$util.parseJson: the text is not JSON: ${(error as Error).message}.`, {
      cause: error,
    });
  }
}

/** Encodes like java.net.URLEncoder (application/x-www-form-urlencoded). */
function urlEncode(text: string): string {
  return encodeURIComponent(wellFormed(text))
    .replaceAll("%20", "+")
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Decodes like java.net.URLDecoder: invalid UTF-8 becomes U+FFFD. */
function urlDecode(text: string): string {
  return text.replaceAll("+", " ").replace(/(?:%[\da-f]{2})+|%/gi, (bytes) => {
    if (bytes === "%") {
      throw new TemplateError("$util.urlDecode: a % is not followed by two hexadecimal digits.");
    }
    return Buffer.from(bytes.replaceAll("%", ""), "hex").toString();
  });
}

/** Replaces unpaired surrogates with `?`, as Java does. */
function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "?");
}
