import assert from "node:assert/strict";
import { redirect, RouteError } from "../index.ts";
import { compiled } from "./testing/compiled.ts";

describe("redirect", () => {
  for (const to of [
    "https://example.com/",
    "https://example.com:8443/a/{id}?b=c#d",
    "/docs/{id}",
    "/{id}",
  ]) {
    it(`takes ${to}`, async () => {
      const api = await compiled({ "GET /x/{id}": redirect(to, { auth: "none" }) });

      assert.deepEqual(Object.keys(api.operation("GET /x/{id}").responses), ["302"]);
      assert.deepEqual(api.grants, {});
    });
  }

  for (const [what, to] of [
    ["a host of the request", "https://{id}.example.com/"],
    ["a host that a parameter could lengthen", "https://example.com{id}"],
    ["a port of the request", "https://example.com:{id}/"],
    ["an unencrypted target", "http://example.com/"],
    ["a host without a scheme", "//example.com/"],
    ["a script", "javascript:alert(1)"],
    ["a backslash", "/\\example.com"],
    ["a user before the host", "https://a@example.com/"],
    ["an apostrophe", "/it's"],
    ["a line break", "/a\r\nSet-Cookie: b"],
    ["a parameter that is not there", "/docs/{other}"],
    ["a brace alone", "/docs/{id"],
    ["all of a path at the beginning", "/{rest}"],
  ] as const) {
    it(`refuses ${what}: ${JSON.stringify(to)}`, async () => {
      const route = what.startsWith("all") ? "GET /x/{rest+}" : "GET /x/{id}";

      await assert.rejects(
        compiled({ [route]: redirect(to) }),
        (error: Error) => error instanceof RouteError,
      );
    });
  }

  it("refuses a status that is no redirect", async () => {
    // @ts-expect-error a program in JavaScript may give any
    await assert.rejects(compiled({ "GET /x": redirect("/y", { status: 200 }) }), RouteError);
  });
});
