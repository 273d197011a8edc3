/**
 * Names that replace those of an export, such as a user pool's id. A name is replaced as a whole identifier only, never
 * within a longer one.
 */
export class Renames {
  readonly #names = new Map<string, string>();
  #pattern: RegExp | undefined;

  add(from: string, to: string): void {
    if (from === "" || from === to) return;
    this.#names.set(from, to);
    this.#pattern = undefined;
  }

  /** Replaces each old name in all texts of a JSON value, also in JSON inside of them, and in keys. */
  in<T>(value: T): T {
    if (this.#names.size === 0) return value;
    return this.#replaced(value) as T;
  }

  #replaced(value: unknown): unknown {
    if (typeof value === "string") return this.#names.get(value) ?? this.#within(value);
    if (Array.isArray(value)) return value.map((item) => this.#replaced(item));
    if (value === null || typeof value !== "object") return value;
    const entries = Object.entries(value).map(
      ([key, member]) => [this.#within(key), this.#replaced(member)] as const,
    );
    return Object.fromEntries(entries);
  }

  #within(text: string): string {
    // The longest first, because an ARN contains the account's id.
    this.#pattern ??= new RegExp(
      [...this.#names.keys()]
        .sort((a, b) => b.length - a.length)
        .map(patternOf)
        .join("|"),
      "g",
    );
    return text.replace(this.#pattern, (name) => this.#names.get(name)!);
  }
}

/** Before an identifier: no letter, unless it belongs to an escape of JSON inside a text, such as `\n`. */
const starts = String.raw`(?<![\w-])|(?<=\\[bfnrt]|\\u[0-9a-fA-F]{4})`;

function patternOf(name: string): string {
  const literal = name.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  // An account's id also stands in names, such as `logs-123456789012`.
  if (/^\d{12}$/.test(name)) return `(?<!\\d)${literal}(?!\\d)`;
  // A word or a number may be text or code of a template. An id stands in an ARN or a path.
  if (/^(?:[A-Za-z]+|\d+|.{1,5})$/.test(name)) return `(?<=[:/])${literal}(?=["'/:?]|$)`;
  return `(?:${starts})${literal}(?![\\w-])`;
}
