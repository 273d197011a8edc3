// @ts-check
import assert from "node:assert/strict";
import { listen } from "../testing/loopback.js";
import { createCatalogRoutes } from "./routes.js";
import { stop } from "./runtime/lifecycle.js";
import { createService } from "./runtime/service.js";

describe("the catalog service", () => {
  const items = [{ id: "key", name: "Key", priceCents: 250, currency: "EUR" }];
  const server = createService({
    service: "catalog",
    region: "eu-west-1",
    routes: createCatalogRoutes(items),
    log: () => {},
  });
  let url = "";
  before(async () => {
    url = await listen(server);
  });
  after(() => stop(server));

  /** @param {Record<string, string>} headers */
  const get = (headers) => fetch(`${url}/catalog`, { headers });
  const etagFor = async (/** @type {string} */ sub) =>
    String((await get({ "x-user-sub": sub })).headers.get("etag"));

  it("lists the products, and names the caller", async () => {
    const response = await get({ "x-user-sub": "ann", "x-user-groups": "buyers" });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("cache-control"), "private, no-cache");
    const caller = { sub: "ann", groups: ["buyers"] };
    assert.deepEqual(await response.json(), { items, caller });
  });

  it("also lists them without a caller, as on a public route", async () => {
    assert.deepEqual(await (await get({})).json(), { items, caller: {} });
  });

  it("returns 304 without a body if the client has the current list", async () => {
    const etag = await etagFor("ann");
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const response = await get({ "x-user-sub": "ann", "if-none-match": known });
      assert.equal(response.status, 304, known);
      assert.equal(response.headers.get("etag"), etag);
      assert.equal(await response.text(), "");
    }
  });

  it("returns the list if the client has another one, such as another caller's", async () => {
    for (const known of ['"other"', await etagFor("ben")]) {
      const response = await get({ "x-user-sub": "ann", "if-none-match": known });
      assert.equal(response.status, 200, known);
    }
  });

  it("is read-only", async () => {
    const response = await fetch(`${url}/catalog`, { method: "DELETE" });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "GET");
  });
});
