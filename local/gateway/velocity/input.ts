import { PayloadNotJsonError } from "./errors.ts";
import { parseJson } from "./json.ts";
import { compilePath, type Document } from "./jsonPath.ts";
import { toJson, toText } from "./text.ts";
import type { TemplateInput } from "./types.ts";
import { fromPlain, type Value } from "./values.ts";

/** `$input`: the payload, read as JSON when a template first asks, and the request's parameters. */
export class PayloadInput {
  readonly #params: TemplateInput["params"];
  /** An empty payload is an empty object. (recorded on AWS) */
  readonly body: string;
  #document: Document | undefined;

  constructor({ body, params }: TemplateInput) {
    this.body = body === "" ? "{}" : body;
    this.#params = params;
  }

  /** `$input.name` */
  property(name: string): Value {
    return name === "body" ? this.body : null;
  }

  /** `$input.name(args)`; what is missing prints as nothing. */
  call(name: string, args: readonly Value[]): Value {
    switch (`${name}/${args.length}`) {
      case "path/1":
        return this.#path(toText(args[0])) ?? null;
      case "json/1":
        return this.#json(toText(args[0]));
      case "params/0":
        return fromPlain(this.#params);
      case "params/1":
        return this.#parameter(toText(args[0]));
      default:
        return null;
    }
  }

  /** What is missing is an empty text, unlike a null that is there. */
  #json(path: string): string {
    const value = this.#path(path);
    return toJson(value === undefined ? "" : value);
  }

  #path(path: string): Value {
    this.#document ??= this.#read();
    return compilePath(path)(this.#document);
  }

  /** Path, then query string, then header; names with their case. */
  #parameter(name: string): string {
    const { path, querystring, header } = this.#params;
    const place = [path, querystring, header].find((values) => Object.hasOwn(values, name));
    return place?.[name] ?? "";
  }

  #read(): Document {
    try {
      return { root: parseJson(this.body), text: this.body };
    } catch (error) {
      throw new PayloadNotJsonError(`The payload is not JSON: ${(error as Error).message}.`, {
        cause: error,
      });
    }
  }
}
