/** Alternating header names and values, as Node.js reads and writes them. Names may repeat. */
export type RawHeaders = readonly string[];

/** The values of one header, in the order they were sent. */
interface HeaderLine {
  /** The name as first sent. */
  readonly name: string;
  readonly values: readonly string[];
}

/** A request's headers, with all values and the client's spelling. */
export class RequestHeaders {
  /** By lower-case name. */
  readonly #lines = new Map<string, { name: string; values: string[] }>();
  /** As the client sent them. */
  readonly raw: RawHeaders;

  constructor(raw: RawHeaders) {
    this.raw = raw;
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

  /** Sets a header, instead of the client's. */
  set(name: string, value: string): void {
    this.#lines.set(name.toLowerCase(), { name, values: [value] });
  }

  /** @param name - in lower case */
  get(name: string): HeaderLine | undefined {
    return this.#lines.get(name);
  }

  /** @param name - in lower case */
  values(name: string): readonly string[] {
    return this.#lines.get(name)?.values ?? [];
  }

  /** The value that API Gateway uses where it uses only one. @param name - in lower case */
  last(name: string): string | undefined {
    return this.#lines.get(name)?.values.at(-1);
  }

  /** Lower-case names with their lines. */
  entries(): IterableIterator<[string, HeaderLine]> {
    return this.#lines.entries();
  }
}

/** Removes characters that a header cannot contain; decoded parameters and bodies may have line ends. */
export const sendable = (value: string): string => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, "");
