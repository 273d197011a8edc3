import assert from "node:assert/strict";
import { findRoute } from "./findRoute.ts";
import type { RouteInfo } from "./routeInfo.ts";

const route = (key: string, basePath?: string): RouteInfo => {
  const [method, path] = key.split(" ");
  return { method, path, ...(basePath !== undefined && { basePath }) } as RouteInfo;
};
const routes = [
  route("ANY /{proxy+}", ""),
  route("GET /orders/{id}", ""),
  route("ANY /orders/{id}", ""),
  route("GET /orders/latest", ""),
  route("GET /", ""),
  route("GET /orders", "/shop"),
  route("GET /inside"),
];

describe("the route of a call", () => {
  for (const [method, path, expected, isShared = true] of [
    ["GET", "/orders/latest?x=/", "GET /orders/latest"],
    ["GET", "/orders/1/", "GET /orders/{id}"],
    ["PUT", "/orders/1", "ANY /orders/{id}"],
    ["PUT", "/orders/1/items", "ANY /{proxy+}"],
    ["GET", "/", "GET /"],
    ["POST", "/", "ANY /{proxy+}"],
    ["GET", "/shop/orders", "GET /orders"],
    ["GET", "/inside", "ANY /{proxy+}"],
    ["GET", "/inside", "GET /inside", false],
    ["GET", "/orders", "GET /orders", false],
  ] as const) {
    it(`of ${method} ${path} is ${expected}${isShared ? "" : ", at a region's address"}`, () => {
      const found = findRoute(routes, { method, path }, isShared);

      assert.equal(`${found?.method} ${found?.path}`, expected);
    });
  }

  it("is none for an unknown path", () => {
    assert.equal(findRoute(routes.slice(1), { method: "GET", path: "/nothing" }, true), undefined);
  });
});
