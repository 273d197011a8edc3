import { contextNames, contextVariable } from "./contextVariables.ts";
import type { Exchange } from "./exchange.ts";

type Tree = Record<string, unknown>;

/** `$context` as templates walk through it: `$context.identity.sourceIp`. Values are read when asked for. */
export function contextTree(exchange: Exchange): Tree {
  const root: Tree = Object.create(null);
  for (const path of paths) {
    let node = root;
    for (const part of path.parents) node = (node[part] ??= Object.create(null)) as Tree;
    Object.defineProperty(node, path.leaf, { get: () => path.read(exchange), enumerable: true });
  }
  const claims = Object.assign(Object.create(null), exchange.authorizer?.claims) as Tree;
  root["authorizer"] = Object.assign(Object.create(null), exchange.authorizer, { claims });
  return root;
}

/** How an authorizer went, the log alone knows: to templates the names are the authorizer's own. */
const paths = contextNames
  .filter((name) => !name.startsWith("authorizer."))
  .map((name) => {
    const parents = name.split(".");
    const leaf = parents.pop()!;
    return { parents, leaf, read: contextVariable(name) };
  });
