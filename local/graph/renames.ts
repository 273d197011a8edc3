/** Names that differ here from those in an export, such as a user pool's id. */
export class Renames {
  readonly #names = new Map<string, string>();
  #pattern: RegExp | undefined;

  add(from: string, to: string): void {
    if (from === "" || from === to) return;
    this.#names.set(from, to);
    this.#pattern = undefined;
  }

  /** The same JSON value with each old name replaced, wherever in a text it stands. */
  in<T extends object>(value: T): T {
    if (this.#names.size === 0) return value;
    // The longest first: an ARN holds an account's number.
    this.#pattern ??= new RegExp(
      [...this.#names.keys()]
        .sort((a, b) => b.length - a.length)
        .map((name) => name.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"))
        .join("|"),
      "g",
    );
    const text = JSON.stringify(value).replace(this.#pattern, (name) => this.#names.get(name)!);
    return JSON.parse(text) as T;
  }
}
