// @ts-check
/** @import { IncomingMessage, OutgoingHttpHeaders } from "node:http" */
/** @import { Caller } from "./caller.js" */
import { HttpError } from "./errors.js";

/**
 * @typedef {object} Call The input of a handler.
 * @property {IncomingMessage} request
 * @property {Record<string, string>} params The path's parameters, not decoded.
 * @property {URLSearchParams} query
 * @property {Caller} caller
 */

/**
 * @typedef {object} Reply
 * @property {number} [status] 200 by default.
 * @property {OutgoingHttpHeaders} [headers]
 * @property {unknown} [body] Sent as JSON; none by default.
 */

/** @typedef {(call: Call) => Reply | Promise<Reply>} Handler */

/** @typedef {Record<string, Record<string, Handler>>} Routes By path (`/orders/{id}`), then by method. */

/**
 * @param {Routes} routes
 * @returns {(method: string, path: string) => { handler: Handler, params: Record<string, string> }} a function
 *   that throws an {@link HttpError}: 404 for an unknown path, 405 for an unsupported method.
 */
export function createRouter(routes) {
  const table = Object.entries(routes).map(([path, methods]) => ({
    pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    methods: new Map(Object.entries(methods)),
  }));

  return (method, path) => {
    for (const { pattern, methods } of table) {
      const match = pattern.exec(path);
      if (!match) continue;
      const handler = methods.get(method);
      if (handler) return { handler, params: { ...match.groups } };
      const allow = [...methods.keys()].join(", ");
      throw new HttpError(405, `${method} is not allowed here. Use ${allow}.`, { allow });
    }
    throw new HttpError(404, "Nothing exists at this path.");
  };
}
