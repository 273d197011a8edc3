import findMyWay from "find-my-way";

/** The route of a request. */
export interface Match<Route> {
  readonly route: Route;
  /** By parameter name, percent-encoded as sent; undefined for paths without parameters. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

interface RoutedResource<Route> {
  /** Parameter names without the `+`. */
  readonly parameters: readonly string[];
  readonly methods: ReadonlyMap<string, Route>;
}

interface GreedyResource<Route> extends RoutedResource<Route> {
  /** The segments before the greedy one; null matches any. */
  readonly prefix: readonly (string | null)[];
}

/**
 * Finds a path's resource and its method as API Gateway does: static segments take precedence over a
 * `{parameter}`, which takes precedence over a greedy `{parameter+}`. If the resource lacks the method,
 * the nearest greedy resource above that has the method is used.
 */
export class Router<Route> {
  // Only the URL limits the length of values; the library's default is 100 characters.
  readonly #tree = findMyWay({ maxParamLength: Number.MAX_SAFE_INTEGER });
  /** The longest prefix first. */
  readonly #greedy: readonly GreedyResource<Route>[];

  /** @param resources - path template → method → route, without `ANY` */
  constructor(resources: ReadonlyMap<string, ReadonlyMap<string, Route>>) {
    const greedy: GreedyResource<Route>[] = [];
    for (const [path, methods] of resources) {
      const segments = path.split("/").slice(1);
      const parameters = segments.flatMap((segment) => parameterName(segment) ?? []);
      const resource = { parameters, methods };
      this.#tree.on("GET", treePattern(segments), () => undefined, resource);
      if (isGreedy(segments.at(-1))) {
        const prefix = segments
          .slice(0, -1)
          .map((s) => (parameterName(s) === undefined ? s : null));
        greedy.push({ ...resource, prefix });
      }
    }
    this.#greedy = greedy.sort(byPrecedence);
  }

  /** @param path - without the stage; trailing slashes are ignored */
  find(method: string, path: string): Match<Route> | undefined {
    const trimmed = withoutTrailingSlashes(path);
    return this.#findResource(method, trimmed) ?? this.#findGreedy(method, trimmed);
  }

  #findResource(method: string, path: string): Match<Route> | undefined {
    // The tree decodes values; encoding the percent signs preserves the client's encoding.
    const found = this.#tree.find("GET", path.replaceAll("%", "%25"));
    const resource = found?.store as RoutedResource<Route> | undefined;
    const route = resource?.methods.get(method);
    if (found == null || resource === undefined || route === undefined) {
      return undefined;
    }
    return matched(route, resource.parameters, Object.values(found.params));
  }

  #findGreedy(method: string, path: string): Match<Route> | undefined {
    const segments = path.split("/").slice(1);
    for (const { prefix, parameters, methods } of this.#greedy) {
      const route = methods.get(method);
      const fits = prefix.every((segment, at) => segment === null || segment === segments[at]);
      if (route !== undefined && fits && segments.length > prefix.length) {
        const single = segments.filter((_, at) => prefix[at] === null);
        const greedy = segments.slice(prefix.length).join("/");
        const match = matched(route, parameters, [...single, greedy]);
        if (match !== undefined) {
          return match;
        }
      }
    }
    return undefined;
  }
}

function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (end > 1 && path[end - 1] === "/") {
    end -= 1;
  }
  return path.slice(0, end);
}

/** No parameter matches an empty segment. */
function matched<Route>(
  route: Route,
  names: readonly string[],
  values: readonly (string | undefined)[],
): Match<Route> | undefined {
  if (names.length === 0) {
    return { route, pathParameters: undefined };
  }
  const pathParameters: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value === undefined || value === "") {
      return undefined;
    }
    pathParameters[name] = value;
  }
  return { route, pathParameters };
}

/** Names parameters by position, because API Gateway's names may contain the tree's syntax. */
function treePattern(segments: readonly string[]): string {
  const patterns = segments.map((segment, index) => {
    if (isGreedy(segment)) {
      return "*";
    }
    return parameterName(segment) === undefined ? segment.replaceAll(":", "::") : `:p${index}`;
  });
  return `/${patterns.join("/")}`;
}

function parameterName(segment: string): string | undefined {
  return /^\{(.+?)\+?\}$/.exec(segment)?.[1];
}

function isGreedy(segment: string | undefined): boolean {
  return segment?.endsWith("+}") ?? false;
}

/** Longer prefixes first; among equals, a static segment before a parameter. */
function byPrecedence<Route>(a: GreedyResource<Route>, b: GreedyResource<Route>): number {
  const staticFirst = a.prefix.findIndex((s, at) => (s === null) !== (b.prefix[at] === null));
  return (
    b.prefix.length - a.prefix.length ||
    (staticFirst === -1 ? 0 : a.prefix[staticFirst] === null ? 1 : -1)
  );
}
