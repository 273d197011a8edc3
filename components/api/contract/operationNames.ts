import type { OpenApiDocument, Operation } from "../document/types.ts";

/** Names of operations, each of them once. */
export class OperationNames {
  readonly #taken: Set<string>;

  constructor({ paths }: OpenApiDocument) {
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    this.#taken = new Set(operations.flatMap(({ operationId }) => (operationId as string) ?? []));
  }

  /** The one that its route gives, or one made of its place, such as `getOrdersId`. */
  idOf({ operationId }: Operation, method: string, path: string): string {
    // ANY is one route, but several operations.
    const given = operationId as string | undefined;
    if (given !== undefined && !this.#given.has(given)) {
      this.#given.add(given);
      return given;
    }
    const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
    const made = given
      ? `${given}${capital(method)}`
      : method + words.map(capital).join("") + (words.length === 0 ? "Root" : "");
    let free = made;
    for (let number = 2; this.#taken.has(free); number += 1) free = `${made}${number}`;
    this.#taken.add(free);
    return free;
  }

  readonly #given = new Set<string>();
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
