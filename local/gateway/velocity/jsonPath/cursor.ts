import { InvalidPathError, type Path } from "./path.ts";

/** A position in a path's text. */
export class Cursor {
  readonly text: string;
  /** Parses the paths within filters, which would import their parser in a circle. */
  readonly parsePath: (text: string) => Path;
  at: number;

  constructor(text: string, parsePath: (text: string) => Path, at = 0) {
    this.text = text;
    this.parsePath = parsePath;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The character here; empty at the end. */
  peek(): string {
    return this.text[this.at] ?? "";
  }

  skipBlanks(): this {
    while (this.peek() === " ") this.at++;
    return this;
  }

  /** Skips blanks and a text; false, without a step, if something else is next. */
  takes(wanted: string): boolean {
    const start = this.at;
    if (this.skipBlanks().text.startsWith(wanted, this.at)) {
      this.at += wanted.length;
      return true;
    }
    this.at = start;
    return false;
  }

  expect(wanted: string): void {
    if (!this.takes(wanted)) throw this.error(`${wanted} is expected`);
  }

  /** Reads what a pattern matches here; its flag is `y`. */
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  /** Reads a quoted text, without its quotes and escapes. */
  quoted(): string {
    const match = this.match(/'((?:[^'\\]|\\[^])*)'|"((?:[^"\\]|\\[^])*)"/y);
    if (match === null) throw this.error("a closed text is expected");
    return unescape(match[1] ?? match[2] ?? "");
  }

  /** Reads from a bracket to the one that closes it; brackets in quoted texts do not count. */
  bracketed(open: string, close: string): string {
    const start = this.at;
    for (let depth = 0; !this.isAtEnd;) {
      if (this.peek() === "'" || this.peek() === '"') {
        this.quoted();
        continue;
      }
      if (this.peek() === open) depth++;
      if (this.peek() === close) depth--;
      this.at++;
      if (depth === 0) return this.text.slice(start, this.at);
    }
    this.at = start;
    throw this.error(`${open} is not closed`);
  }

  error(problem: string): InvalidPathError {
    return new InvalidPathError(
      `The JSONPath ${JSON.stringify(this.text)} is not valid: ${problem} at position ${this.at}.`,
    );
  }
}

const controls: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  f: "\f",
  b: "\b",
};

function unescape(text: string): string {
  return text.replace(/\\(?:u([\da-fA-F]{4})|([^]))/g, (_, hex?: string, character?: string) =>
    hex === undefined
      ? (controls[character!] ?? character!)
      : String.fromCharCode(parseInt(hex, 16)),
  );
}
