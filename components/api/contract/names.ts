import type { OpenApiDocument, Operation, ResponseObject } from "../document/types.ts";

/** Gives each operation a different name. */
export class OperationNames {
  readonly #taken: Set<string>;
  readonly #given = new Set<string>();

  constructor({ paths }: OpenApiDocument) {
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    this.#taken = new Set(operations.flatMap(({ operationId }) => (operationId as string) ?? []));
  }

  /** The route's `operationId`, or a name made from method and path, such as `getOrdersId`. */
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
    const free = freeName(made, this.#taken);
    this.#taken.add(free);
    return free;
  }
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`;
  return name;
}

/** Names of errors by status; `5XX` stands for all server errors without an entry. */
const errorNames: Readonly<Record<string, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  413: "ContentTooLarge",
  414: "UriTooLong",
  415: "UnsupportedMediaType",
  429: "TooManyRequests",
  431: "HeadersTooLarge",
  502: "BadGateway",
  504: "GatewayTimeout",
  "5XX": "ServerError",
};

/** A contract's `components.responses`: each response once, even if several operations have it. */
export class SharedResponses {
  readonly components: Record<string, ResponseObject> = {};
  /** Names of the components by their content. */
  readonly #names = new Map<string, string>();

  /**
   * Adds a response unless it is there already.
   *
   * @param prefix - distinguishes the names of responses with the same status
   * @returns its reference
   */
  refer(status: string, response: ResponseObject, prefix = ""): { $ref: string } {
    const identity = `${prefix}${status} ${JSON.stringify(response)}`;
    let name = this.#names.get(identity);
    if (name === undefined) {
      const wanted = prefix + (errorNames[status] ?? `Status${status}`);
      name = freeName(wanted, new Set(Object.keys(this.components)));
      this.#names.set(identity, name);
      this.components[name] = response;
    }
    return { $ref: `#/components/responses/${name}` };
  }
}
