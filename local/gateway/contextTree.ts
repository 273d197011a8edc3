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
  const authorizer = root["authorizer"] as Tree;
  for (const [key, value] of Object.entries(exchange.authorizer ?? {})) {
    if (!Object.hasOwn(authorizer, key)) authorizer[key] = value;
  }
  authorizer["claims"] = Object.assign(Object.create(null), exchange.authorizer?.claims);
  return root;
}

const paths = contextNames.map((name) => {
  const parents = name.split(".");
  const leaf = parents.pop()!;
  return { parents, leaf, read: contextVariable(name) };
});
