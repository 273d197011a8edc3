import assert from "node:assert/strict";
import type { RouteCache } from "../guards/cache.ts";
import { dynamodb } from "../integrations/dynamodb.ts";
import { from } from "../templates/source.ts";
import { parseRoutes } from "../route/parseRoutes.ts";

const keys = { keys: ["query.q", "header.X-Tenant"] } as const;

/** A template, the route's cache, and the fix that is named; none if the template is accepted. */
const cases: readonly (readonly [vtl: string, cache: RouteCache, fix?: RegExp])[] = [
  ["$input.params('id')", {}],
  ["$input.params().path.id $input.params().get('path').get('id')", {}],
  ["$input.params().get('querystring').get('q')", keys],
  ["$input.params().querystring.q", keys],
  ["$!{input.params().header['x-tenant']}", keys],
  ["$context.requestId $context.requestTimeEpoch $context.stage $stageVariables.x", {}],
  ["$context.authorizer.claims.sub", {}],
  ["$input.params('q')", { keys: ["query.q", "header.q"] }],
  ["$input.params('q')", keys, /Add "header\.q" to cache\.keys\. Or read it from one place/],
  ["$input.params('x')", {}, /Add "query\.x" and "header\.x" to cache\.keys/],
  ["$input.params().querystring.x", keys, /Add "query\.x" to cache\.keys/],
  ["$input.params().header.get('X-Other')", keys, /Add "header\.X-Other" to cache\.keys/],
  ["#foreach($n in $input.params().header.keySet())$n#end", keys, /Read single values/],
  ["#set($p = $input.params())$p.header.x", keys, /Read single values/],
  ["#set($i = $input)", keys, /Read single values/],
  ["#set($c = $context)$c.authorizer.claims.sub", { shared: true }, /Read single values/],
  ["$input.params($name)", keys, /Read single values/],
  ["$!context.authorizer.claims.sub", { shared: true }, /Remove shared/],
  ["${context.authorizer.principalId}", { shared: true }, /Remove shared/],
  ["$context.identity.sourceIp", {}, /Remove cache, or the reference/],
  ["$context['identity']", {}, /Read single values/],
];

describe("a cached route with its own template", () => {
  for (const [vtl, cache, fix] of cases) {
    const what = `${vtl} with ${JSON.stringify(cache)}`;
    const define = () =>
      parseRoutes({
        "GET /items/{id}": dynamodb("orders", {
          action: "get",
          key: { id: from.path("id") },
          request: { vtl },
          cache,
        } as never),
      });
    if (fix === undefined) {
      it(`may read ${what}`, () => assert.doesNotThrow(define));
    } else {
      it(`may not read ${what}`, () => {
        assert.throws(define, (error: Error) => {
          assert.match(
            error.message,
            /it is cached, but its template reads .*not in the cache key/,
          );
          assert.match(error.message, fix);
          return true;
        });
      });
    }
  }
});
