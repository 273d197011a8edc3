// @ts-check
import assert from "node:assert/strict";
import { createRouter } from "./router.js";

describe("the router", () => {
  const list = () => ({});
  const place = () => ({});
  const show = () => ({});
  const route = createRouter({
    "/orders": { GET: list, POST: place },
    "/orders/{id}": { GET: show },
  });

  it("finds the handler by path and method", () => {
    assert.deepEqual(route("GET", "/orders"), { handler: list, params: {} });
    assert.deepEqual(route("POST", "/orders"), { handler: place, params: {} });
  });

  it("passes on a path's parameters unchanged", () => {
    assert.deepEqual(route("GET", "/orders/a%20b"), { handler: show, params: { id: "a%20b" } });
  });

  it("returns 405 with the allowed methods for an unsupported method", () => {
    const expected = { status: 405, headers: { allow: "GET, POST" } };
    for (const method of ["PUT", "get", "constructor"]) {
      assert.throws(() => route(method, "/orders"), expected, method);
    }
  });

  it("returns 404 for any other path", () => {
    for (const path of ["/", "", "*", "/orders/", "/orders/1/lines", "//orders", "/ORDERS"]) {
      assert.throws(() => route("GET", path), { status: 404 }, path);
    }
  });
});
