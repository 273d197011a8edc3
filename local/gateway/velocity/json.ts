import { parsePermissiveJson } from "./permissiveJson.ts";
import { JavaDecimal } from "./java/numbers.ts";
import { integer, JavaDouble, JavaList, type JavaMap, type Value } from "./values.ts";

/** Jackson's limit; deeper texts would exhaust the stack. */
const maximumDepth = 1000;

/**
 * Parses JSON to template values. JSON.parse would lose the order of numeric keys, digits of long
 * integers, and the difference between `10` and `10.0`, which Java prints.
 *
 * @throws SyntaxError
 */
export function parseJson(text: string): Value {
  return new Reader(text).document();
}

/**
 * Parses a payload. What is no JSON is read as json-smart does, mostly as one text.
 *
 * @throws SyntaxError for an object, a list or a quoted text without an end
 */
export function parsePayload(text: string): Value {
  try {
    return parseJson(text);
  } catch {
    return parsePermissiveJson(text);
  }
}

const whitespace = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const literals = new Map<string, Value>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const special = /[\\\0-\x1f]/;
const literal = /true|false|null/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Value {
    const value = this.#value(0);
    if (this.#next() !== undefined) {
      throw this.#unexpected();
    }
    return value;
  }

  #value(depth: number): Value {
    if (depth > maximumDepth) {
      throw new SyntaxError(`nested more than ${maximumDepth} deep`);
    }
    switch (this.#next()) {
      case "{":
        return this.#object(depth + 1);
      case "[":
        return this.#list(depth + 1);
      case '"':
        return this.#string();
      default:
        return this.#scalar();
    }
  }

  #object(depth: number): JavaMap {
    const map: JavaMap = new Map();
    this.#at++;
    if (this.#next() === "}") {
      this.#at++;
      return map;
    }
    do {
      if (this.#next() !== '"') {
        throw this.#unexpected();
      }
      const key = this.#string();
      if (this.#next() !== ":") {
        throw this.#unexpected();
      }
      this.#at++;
      map.set(key, this.#value(depth));
    } while (this.#continues("}"));
    return map;
  }

  #list(depth: number): JavaList {
    const items: Value[] = [];
    this.#at++;
    if (this.#next() === "]") {
      this.#at++;
      return new JavaList(items, true);
    }
    do {
      items.push(this.#value(depth));
    } while (this.#continues("]"));
    return new JavaList(items, true);
  }

  #continues(close: string): boolean {
    const character = this.#next();
    if (character !== "," && character !== close) {
      throw this.#unexpected();
    }
    this.#at++;
    return character === ",";
  }

  #string(): string {
    const start = this.#at;
    let end = start;
    let isEscaped: boolean;
    do {
      end = this.#text.indexOf('"', end + 1);
      if (end < 0) {
        throw new SyntaxError(`string not closed, at position ${start}`);
      }
      let backslashes = 0;
      while (this.#text[end - 1 - backslashes] === "\\") {
        backslashes++;
      }
      isEscaped = backslashes % 2 === 1;
    } while (isEscaped);
    this.#at = end + 1;
    const characters = this.#text.slice(start + 1, end);
    // JSON.parse decodes escapes and rejects control characters.
    return special.test(characters) ? (JSON.parse(`"${characters}"`) as string) : characters;
  }

  #scalar(): Value {
    number.lastIndex = literal.lastIndex = this.#at;
    const [digits, fraction, exponent] = number.exec(this.#text) ?? [];
    if (digits !== undefined) {
      this.#at += digits.length;
      return fraction === undefined && exponent === undefined
        ? integerFrom(digits)
        : decimalFrom(digits);
    }
    const word = literal.exec(this.#text)?.[0];
    if (word === undefined) {
      throw this.#unexpected();
    }
    this.#at += word.length;
    return literals.get(word);
  }

  /** Returns the next character that is not white space; undefined at the end. */
  #next(): string | undefined {
    const character = this.#text[this.#at];
    if (character === undefined || character > " ") {
      return character;
    }
    whitespace.lastIndex = this.#at;
    this.#at += whitespace.exec(this.#text)?.[0].length ?? 0;
    return this.#text[this.#at];
  }

  #unexpected(): SyntaxError {
    const character = this.#text[this.#at];
    const found = character === undefined ? "end" : JSON.stringify(character);
    return new SyntaxError(`unexpected ${found} at position ${this.#at}`);
  }
}

/** A BigDecimal for long numbers, as json-smart reads them. */
function decimalFrom(digits: string): Value {
  const long = digits.length > 18 ? JavaDecimal.parse(digits) : undefined;
  return long ?? new JavaDouble(Number(digits));
}

function integerFrom(digits: string): number | bigint {
  return digits.length < 16 ? Number(digits) + 0 : integer(BigInt(digits));
}
