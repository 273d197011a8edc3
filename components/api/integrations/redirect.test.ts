import assert from "node:assert/strict";
import { redirect } from "../index.ts";
import { itRefuses } from "../testing/itRefuses.ts";
import { compiled } from "../testing/recordApi.ts";

describe("redirect", () => {
  for (const to of [
    "https://example.com/",
    "https://example.com:8443/a/{id}?b=c#d",
    "/docs/{id}",
    "/{id}",
  ]) {
    it(`accepts ${to}`, async () => {
      const api = await compiled({ "GET /x/{id}": redirect(to, { auth: "none" }) });

      assert.deepEqual(Object.keys(api.operation("GET /x/{id}").responses), ["302"]);
      assert.deepEqual(api.grants, {});
    });
  }

  const to = (target: string) => redirect(target);
  itRefuses("GET /x/{id}", to, [
    ["a host from the request", "https://{id}.example.com/", /to is/],
    ["a host that a parameter could lengthen", "https://example.com{id}", /to is/],
    ["a port from the request", "https://example.com:{id}/", /to is/],
    ["an unencrypted target", "http://example.com/", /to is/],
    ["a host without a scheme", "//example.com/", /to is/],
    ["a script", "javascript:alert(1)", /to is/],
    ["a backslash", "/\\example.com", /to is/],
    ["a user before the host", "https://a@example.com/", /to is/],
    ["an apostrophe", "/it's", /to is/],
    ["a line break", "/a\r\nSet-Cookie: b", /to is/],
    ["an unknown parameter", "/docs/{other}", /\{other\}/],
    ["a single brace", "/docs/{id", /brace/],
    ["a greedy parameter at the beginning", "/{rest}", /another host/, "GET /x/{rest+}"],
  ]);

  // @ts-expect-error -- JavaScript can give any status
  const withStatus = (status: number) => redirect("/y", { status });
  itRefuses("GET /x", withStatus, [["a status that does not redirect", 200, /status is 200/]]);
});
