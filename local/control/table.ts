import { ControlError } from "./controlError.ts";
import type { Endpoint } from "./endpoint.ts";

/** An endpoint for a request, with the values of its path's parameters. */
interface Found {
  readonly endpoint: Endpoint;
  readonly params: ReadonlyMap<string, string>;
}

/** The endpoints of the JSON API. */
export class EndpointTable {
  readonly #endpoints: Endpoint[] = [];

  /** @throws TypeError if there is one with this method and path */
  add(endpoints: readonly Endpoint[]): void {
    for (const endpoint of endpoints) {
      const { method, path } = endpoint;
      if (this.#endpoints.some((each) => each.method === method && each.path === path)) {
        throw new TypeError(`There are two endpoints ${method} ${path}.`);
      }
      this.#endpoints.push(endpoint);
    }
  }

  /**
   * @param path - without its prefix, encoded
   * @returns the endpoint; or the methods that the path has, if not this one; or `undefined` for unknown paths
   */
  find(method: string, path: string): Found | { readonly allowed: string[] } | undefined {
    const segments = path.split("/").map(decode);
    const matching = this.#endpoints.flatMap((endpoint) => {
      const params = match(endpoint.path, segments);
      return params ? [{ endpoint, params }] : [];
    });
    if (matching.length === 0) return undefined;
    const found = matching.find(({ endpoint }) => endpoint.method === method);
    return found ?? { allowed: [...new Set(matching.map(({ endpoint }) => endpoint.method))] };
  }

  /** The first parts of all paths. */
  topics(): string[] {
    return [...new Set(this.#endpoints.map(({ path }) => path.split("/", 1)[0]!))];
  }

  /** All endpoints, such as `GET usage?plan=`. */
  list(): string[] {
    return this.#endpoints.map(({ method, path, query = [] }) => {
      const parameters = query.map((name) => `${name}=`).join("&");
      return `${method} ${path}${parameters && `?${parameters}`}`;
    });
  }
}

function match(pattern: string, segments: readonly string[]): Map<string, string> | undefined {
  const parts = pattern.split("/");
  if (parts.length !== segments.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, part] of parts.entries()) {
    const segment = segments[index]!;
    const [, name] = /^\{(.+)\}$/.exec(part) ?? [];
    if (name === undefined ? part !== segment : segment === "") return undefined;
    if (name !== undefined) params.set(name, segment);
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new ControlError(400, `The path's part "${segment}" is not percent-encoded UTF-8.`);
  }
}
