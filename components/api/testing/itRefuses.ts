import assert from "node:assert/strict";
import { parseRoutes } from "../route/parseRoutes.ts";
import type { RouteDefinition } from "../route/route.ts";

/**
 * Declares a test for each route that must be refused.
 *
 * @param defaultKey - key of routes in rows without one
 * @param rows - subject of the test, the route's options, the error's text, and the route's key
 */
export function itRefuses<Options>(
  defaultKey: string,
  routeOf: (options: Options) => RouteDefinition,
  rows: readonly (readonly [subject: string, options: Options, message: RegExp, key?: string])[],
): void {
  for (const [subject, options, message, key = defaultKey] of rows) {
    it(`refuses ${subject}`, () => {
      const parse = () => parseRoutes({ [key]: routeOf(options) });

      assert.throws(parse, { name: "RouteError", route: key, message });
    });
  }
}
