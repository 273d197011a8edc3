import { parsePayload } from "./json.ts";
import { compilePath } from "./jsonPath/index.ts";
import { PayloadNotJsonError, type TemplateInput } from "./template.ts";
import { fromPlain, toJson, toText, type Value } from "./values.ts";

/** `$input`: the payload, parsed as JSON on first use, and the request's parameters. */
export class PayloadInput {
  readonly #params: TemplateInput["params"];
  /** An empty payload is an empty object. (recorded on AWS) */
  readonly #body: string;
  #root: Value;

  constructor({ body, params }: TemplateInput) {
    this.#body = body === "" ? "{}" : body;
    this.#params = params;
  }

  /** `$input.name` */
  property(name: string): Value {
    return name === "body" ? this.#body : null;
  }

  /** `$input.name(args)`; a missing value prints as nothing. */
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

  /** A missing value is an empty text, unlike an explicit null. */
  #json(path: string): string {
    const value = this.#path(path);
    return toJson(value === undefined ? "" : value);
  }

  #path(path: string): Value {
    this.#root ??= this.#parse();
    return compilePath(path)(this.#root);
  }

  /** Path, then query string, then header; names are case-sensitive. */
  #parameter(name: string): string {
    const { path, querystring, header } = this.#params;
    const place = [path, querystring, header].find((values) => Object.hasOwn(values, name));
    return place?.[name] ?? "";
  }

  #parse(): Value {
    try {
      return parsePayload(this.#body);
    } catch (error) {
      throw new PayloadNotJsonError(`The payload is not JSON: ${(error as Error).message}.`, {
        cause: error,
      });
    }
  }
}
