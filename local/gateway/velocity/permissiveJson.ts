import { integer, JavaDouble, JavaList, type JavaMap, type Value } from "./values.ts";

/** Deeper texts would exhaust the stack. */
const maximumDepth = 1000;

/**
 * Parses a text as json-smart 2.3 does by default, the parser of Jayway's JsonPath: texts need no quotes
 * (`a=1&b=2`, `<a/>` and `{name: Ada}` are read), single quotes, superfluous commas and leading zeros are
 * allowed, and what follows the first object, list or quoted text is ignored. (recorded with json-smart)
 *
 * @throws SyntaxError for an object, a list or a quoted text without an end
 */
export function parsePermissiveJson(text: string): Value {
  return new Reader(text).value(stopsAtEnd, 0);
}

/** A text without quotes reaches to one of these characters. */
type Stops = RegExp;
const stopsAtEnd: Stops = /$^/g;
const stopsKey: Stops = /:/g;
const stopsInObject: Stops = /[,}]/g;
const stopsInList: Stops = /[,\]]/g;

const space = /[ \t\n\r]*/y;
const number = /-?\d*(\.\d*)?(?:[eE][+-]?\d+)?/y;

const words = new Map<string, Value>([
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", new JavaDouble(NaN)],
]);
const escapes: Readonly<Record<string, string>> = {
  t: "\t",
  n: "\n",
  r: "\r",
  f: "\f",
  b: "\b",
  "\\": "\\",
  "/": "/",
  "'": "'",
  '"': '"',
};
const hexDigits: Readonly<Record<string, number>> = { u: 4, x: 2 };

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(stops: Stops, depth: number): Value {
    if (depth > maximumDepth) {
      throw new SyntaxError(`nested more than ${maximumDepth} deep`);
    }
    const character = this.#next();
    switch (character) {
      case "{":
        return this.#object(depth + 1);
      case "[":
        return this.#list(depth + 1);
      case '"':
      case "'":
        return this.#quoted(character);
      case ":":
      case "}":
      case "]":
        throw this.#unexpected();
      default:
        return this.#scalar(stops);
    }
  }

  #object(depth: number): JavaMap {
    const map: JavaMap = new Map();
    this.#at++;
    for (let needsComma = false; ;) {
      const character = this.#next();
      if (character === "}") break;
      if (character === ",") {
        needsComma = false;
        this.#at++;
        continue;
      }
      if (needsComma || character === undefined || ":]{[".includes(character)) {
        throw this.#unexpected();
      }
      const key =
        character === '"' || character === "'" ? this.#quoted(character) : this.#plain(stopsKey);
      if (this.#next() !== ":") throw this.#unexpected();
      this.#at++;
      if (this.#next() === undefined) throw this.#unexpected();
      map.set(key, this.value(stopsInObject, depth));
      needsComma = true;
    }
    this.#at++;
    return map;
  }

  #list(depth: number): JavaList {
    const items: Value[] = [];
    this.#at++;
    for (;;) {
      const character = this.#next();
      if (character === "]") break;
      if (character === ",") {
        this.#at++;
        continue;
      }
      if (character === undefined) throw this.#unexpected();
      items.push(this.value(stopsInList, depth));
    }
    this.#at++;
    return new JavaList(items, true);
  }

  #quoted(quote: string): string {
    const start = ++this.#at;
    const end = this.#text.indexOf(quote, start);
    if (end < 0) throw new SyntaxError(`text not closed, at position ${start - 1}`);
    const characters = this.#text.slice(start, end);
    if (characters.includes("\\")) return this.#escaped(quote);
    this.#at = end + 1;
    return characters;
  }

  /** Decodes escapes; unknown ones, and control characters, are left out. */
  #escaped(quote: string): string {
    let decoded = "";
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at]!;
      if (character === quote) {
        this.#at++;
        return decoded;
      }
      if (character === "\\") decoded += this.#escape();
      else if (!/[\0-\x1f\x7f]/.test(character)) decoded += character;
    }
    throw this.#unexpected();
  }

  #escape(): string {
    const character = this.#text[++this.#at] ?? "";
    const length = hexDigits[character];
    if (length === undefined) return escapes[character] ?? "";
    const digits = this.#text.slice(this.#at + 1, this.#at + 1 + length);
    if (digits.length < length || !/^[\da-f]+$/i.test(digits)) {
      throw new SyntaxError(`invalid escape at position ${this.#at}`);
    }
    this.#at += length;
    return String.fromCharCode(parseInt(digits, 16));
  }

  /** Reads a number or word if it reaches to the end or a stop, else a text. */
  #scalar(stops: Stops): Value {
    const start = this.#at;
    const text = this.#plain(stops);
    const word = words.get(text);
    if (word !== undefined) return word;
    number.lastIndex = 0;
    const [digits = "", fraction] = number.exec(text) ?? [];
    if (!/^-?\d|^-(?:$|\.)/.test(text)) return text;
    if (digits.length < text.length) {
      // A character above "}" ends a number.
      if (!/^\s*[~-\uffff]/.test(text.slice(digits.length))) return text;
      this.#at = start + digits.length;
    }
    if (fraction !== undefined || /[eE]/.test(digits)) return new JavaDouble(Number(digits));
    const isNegative = digits.startsWith("-");
    const size = BigInt(digits.replace("-", "") || "0");
    return integer(isNegative ? -size : size);
  }

  /** Reads a text without quotes; space at its end does not count. */
  #plain(stops: Stops): string {
    stops.lastIndex = this.#at;
    const end = stops.exec(this.#text)?.index ?? this.#text.length;
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    return text.replace(/[\t-\r\x1c- ]+$/, "");
  }

  /** Returns the next character that is not white space; undefined at the end. */
  #next(): string | undefined {
    space.lastIndex = this.#at;
    this.#at += space.exec(this.#text)?.[0].length ?? 0;
    return this.#text[this.#at];
  }

  #unexpected(): SyntaxError {
    const character = this.#text[this.#at];
    const found = character === undefined ? "end" : JSON.stringify(character);
    return new SyntaxError(`unexpected ${found} at position ${this.#at}`);
  }
}
