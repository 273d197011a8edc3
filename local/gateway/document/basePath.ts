import { isNode, listAt, type Node, nodeAt } from "./nodes.ts";

/** How an import treats a base path; `ignore` by default. */
export type BasePathMode = "ignore" | "prepend" | "split";

/**
 * Puts a document's base path before its paths: all of it, or what remains without its first part.
 * (API Gateway Developer Guide, "Set the OpenAPI basePath property")
 */
export function withBasePath(document: Node, mode: BasePathMode): Node {
  if (mode === "ignore") return document;
  const parts = basePathOf(document).split("/").filter(Boolean);
  const kept = mode === "split" ? parts.slice(1) : parts;
  const prefix = kept.map((part) => `/${part}`).join("");
  const entries = Object.entries(nodeAt(document, "paths"));
  const paths = entries.map(([path, item]) => [
    path.startsWith("/") ? `${prefix}${path}` : path,
    item,
  ]);
  return { ...document, paths: Object.fromEntries(paths) as Node };
}

/** The first server variable `basePath`, or else the path of the first server's URL that has one. */
function basePathOf(document: Node): string {
  const servers = listAt(document, "servers").filter(isNode);
  for (const server of servers) {
    const { default: value } = nodeAt(nodeAt(server, "variables"), "basePath");
    if (typeof value === "string") return value;
  }
  const paths = servers.map(({ url }) => String(url ?? "").replace(/^(?:[a-z]+:)?\/\/[^/]*/i, ""));
  return paths.find((path) => /[^/]/.test(path)) ?? "";
}
