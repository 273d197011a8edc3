/** Header names and values in turn, as Node.js reads and writes them: repeated names stay apart. */
export type RawHeaders = readonly string[];

/** The values of one header, in the order they were sent. */
interface HeaderLine {
  /** The name as first sent. */
  readonly name: string;
  readonly values: readonly string[];
}

/** A request's headers, with every value and the client's spelling kept. */
export class RequestHeaders {
  /** By lower-case name. */
  readonly #lines = new Map<string, { name: string; values: string[] }>();

  constructor(raw: RawHeaders) {
    for (let index = 0; index + 1 < raw.length; index += 2) {
      const name = raw[index]!;
      const value = raw[index + 1]!;
      const key = name.toLowerCase();
      const line = this.#lines.get(key);
      if (line === undefined) {
        this.#lines.set(key, { name, values: [value] });
      } else {
        line.values.push(value);
      }
    }
  }

  /** @param name - in lower case */
  get(name: string): HeaderLine | undefined {
    return this.#lines.get(name);
  }

  /** @param name - in lower case */
  values(name: string): readonly string[] {
    return this.#lines.get(name)?.values ?? [];
  }

  /** The value API Gateway takes where it takes only one. @param name - in lower case */
  last(name: string): string | undefined {
    return this.#lines.get(name)?.values.at(-1);
  }

  /** Lower-case names with their lines. */
  entries(): IterableIterator<[string, HeaderLine]> {
    return this.#lines.entries();
  }
}

/** A value without what a header cannot hold: decoded parameters and bodies may hold what would end it. */
export const sendable = (value: string): string => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");
