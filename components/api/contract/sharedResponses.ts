import type { ResponseObject } from "../document/types.ts";

/** Names of errors by status; `5XX` are all errors of the server that have no entry of their own. */
const names: Readonly<Record<string, string>> = {
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

/** A contract's `components.responses`: each answer once, however many operations give it. */
export class SharedResponses {
  readonly components: Record<string, ResponseObject> = {};
  /** Names by what they stand for. */
  readonly #names = new Map<string, string>();

  /**
   * @param prefix - tells names of answers apart that have the same status
   * @returns what stands for the answer in an operation
   */
  refer(status: string, response: ResponseObject, prefix = ""): { $ref: string } {
    const identity = `${prefix}${status} ${JSON.stringify(response)}`;
    let name = this.#names.get(identity);
    if (name === undefined) {
      name = this.#freeName(prefix + (names[status] ?? `Status${status}`));
      this.#names.set(identity, name);
      this.components[name] = response;
    }
    return { $ref: `#/components/responses/${name}` };
  }

  #freeName(wanted: string): string {
    let name = wanted;
    for (let number = 2; name in this.components; number += 1) name = `${wanted}${number}`;
    return name;
  }
}
