import ts from "typescript";
import {
  append,
  insert,
  insertBefore,
  nameOf,
  nodesIn,
  objectIn,
  parse,
  propertyIn,
} from "./literal.ts";

/** Methods for which a handler can be written. */
const methods = ["DELETE", "GET", "PATCH", "POST", "PUT"];

/** Whether a service's `routes.js` has a handler for exactly this path. */
export function handledIn(text: string, method: string, path: string): boolean {
  const table = tableIn(text);
  const handlers = table && objectIn(table, path);
  return handlers !== undefined && propertyIn(handlers, method) !== undefined;
}

/**
 * A service's `routes.js` with a handler for a path.
 *
 * @returns `undefined` if the service's router has no such routes, or the file has no table of them
 */
export function withHandler(text: string, method: string, path: string): string | undefined {
  const table = tableIn(text);
  if (!table || !methods.includes(method) || !/^[^{}]*(?:\{\w+\}[^{}]*)*$/.test(path))
    return undefined;
  const parameters = path.includes("{") ? "params, " : "";
  const handler = `${method}({ ${parameters}caller }) {\nreturn { body: { ${parameters}caller } };\n}`;
  const handlers = objectIn(table, path);
  if (handlers) return insert(text, append(handlers, handler));
  const entry = `"${path}": {\n${handler},\n}`;
  // The router takes the first path that matches.
  const earlier = table.properties.find((each) => matches(nameOf(each) ?? "", path));
  return insert(text, earlier ? insertBefore(earlier, entry) : append(table, entry));
}

/** As the services' `runtime/router.js`. */
const matches = (pattern: string, path: string) =>
  pattern.startsWith("/") &&
  new RegExp(`^${pattern.replace(/[.+]/g, "\\$&").replace(/\{\w+\}/g, "[^/]+")}$`).test(path);

/** The first object all of whose keys are paths. */
function tableIn(text: string): ts.ObjectLiteralExpression | undefined {
  for (const node of nodesIn(parse("routes.js", text))) {
    if (!ts.isObjectLiteralExpression(node) || node.properties.length === 0) continue;
    if (node.properties.every((each) => nameOf(each)?.startsWith("/"))) return node;
  }
  return undefined;
}
