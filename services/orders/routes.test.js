// @ts-check
/** @import { Order, OrderStore } from "./store.js" */
import assert from "node:assert/strict";
import { json, listen } from "../testing/loopback.js";
import { createOrderRoutes } from "./routes.js";
import { stop } from "./runtime/lifecycle.js";
import { createService } from "./runtime/service.js";

/**
 * Uses orders in memory, so this does not test DynamoDB: store.test.js shows the requests to it, and the
 * platform's end-to-end tests run the service on a table.
 */
describe("the orders service", () => {
  const server = createService({
    service: "orders",
    region: "eu-west-1",
    routes: createOrderRoutes({ store: createMemoryStore(), region: "eu-west-1" }),
    log: () => {},
  });
  let url = "";
  before(async () => {
    url = await listen(server);
  });
  after(() => stop(server));

  /**
   * @param {string} owner
   * @param {string | Uint8Array} body
   * @param {string} [type]
   */
  const post = (owner, body, type = "application/json; charset=utf-8") =>
    fetch(`${url}/orders`, {
      method: "POST",
      headers: { "x-user-sub": owner, "content-type": type },
      body,
    });

  /**
   * @param {string} owner
   * @param {string} path
   */
  const get = (owner, path) => fetch(url + path, { headers: { "x-user-sub": owner } });

  it("places an order and returns its Location", async () => {
    const placed = await post("ann", '{ "item": "Key safe", "quantity": 2 }');
    const order = await json(placed);
    const found = await get("ann", placed.headers.get("location") ?? "");

    assert.equal(placed.status, 201);
    const { id, createdAt, ...rest } = order;
    assert.deepEqual(rest, { item: "Key safe", quantity: 2, region: "eu-west-1" });
    assert.equal(new Date(createdAt).toISOString(), createdAt);
    assert.equal(placed.headers.get("location"), `/orders/${id}`);
    assert.deepEqual(await found.json(), order);
  });

  it("lists the caller's orders by page, and names the caller", async () => {
    for (const quantity of [1, 2, 3]) await post("ben", JSON.stringify({ item: "Key", quantity }));

    const first = await json(await get("ben", "/orders?limit=2"));
    const second = await json(await get("ben", `/orders?limit=2&nextToken=${first.nextToken}`));

    assert.equal(first.orders.length, 2);
    assert.deepEqual(first.caller, { sub: "ben" });
    assert.equal(second.nextToken, undefined);
    const quantities = [...first.orders, ...second.orders].map(({ quantity }) => quantity);
    assert.deepEqual(quantities.sort(), [1, 2, 3]);
  });

  it("hides other callers' orders, even by id or token", async () => {
    const { id } = await json(await post("cat", '{ "item": "Key", "quantity": 1 }'));
    await post("cat", '{ "item": "Lock", "quantity": 1 }');
    const { nextToken } = await json(await get("cat", "/orders?limit=1"));

    const byId = await get("dan", `/orders/${id}`);
    const byToken = await json(await get("dan", `/orders?nextToken=${nextToken}`));

    assert.equal(byId.status, 404);
    assert.deepEqual(byToken, { orders: [], caller: { sub: "dan" } });
  });

  it("refuses a request without a caller with 403, before reading the rest", async () => {
    for (const path of ["/orders?limit=none", "/orders/1"]) {
      assert.equal((await fetch(url + path)).status, 403, path);
    }
    assert.equal((await fetch(`${url}/orders`, { method: "POST", body: "x" })).status, 403);
  });

  it("returns 404 for an id that is not valid", async () => {
    const response = await get("ann", "/orders/a%20b");
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), { message: 'You have no order "a%20b".' });
  });

  it("returns 415 for a body whose type is not JSON", async () => {
    for (const type of ["text/plain", "application/jsonp", "application/x-www-form-urlencoded"]) {
      assert.equal((await post("ann", "{}", type)).status, 415, type);
    }
  });

  it("returns 400 for a body that is not JSON", async () => {
    const response = await post("ann", '{ "item": ');
    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), { message: "The body is not JSON in UTF-8." });
  });

  const deep = (/** @type {string} */ open, /** @type {string} */ close) =>
    open.repeat(6_000) + 1 + close.repeat(6_000);
  /** @type {[string, string | Uint8Array][]} */
  const badBodies = [
    ["30,000 nested brackets", "[".repeat(30_000) + "]".repeat(30_000)],
    ["unclosed brackets", "[".repeat(60_000)],
    ["nested objects", deep('{"item":', "}")],
    ["a nested item", `{"item":${deep("[", "]")},"quantity":1}`],
    ["a nested quantity", `{"item":"x","quantity":${deep('{"a":', "}")}}`],
    ["a nested field", `{"item":"x","quantity":1,"more":${deep("[", "]")}}`],
    ["a number out of range", '{"item":"x","quantity":1e400}'],
    ["a number of 10,000 digits", `{"item":"x","quantity":${"9".repeat(10_000)}}`],
    ["a lone surrogate", '{"item":"\\ud83d","quantity":1}'],
    ["__proto__", '{"item":"x","quantity":1,"__proto__":{"quantity":2}}'],
    ["only __proto__", '{"__proto__":{"item":"x","quantity":1}}'],
    ["bytes that are not UTF-8", new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["a long list", `[${"1,".repeat(30_000)}1]`],
    ["a null byte", "\0"],
    ["no body", ""],
  ];
  for (const [what, body] of badBodies) {
    it(`returns 400 for ${what}`, async () => {
      const response = await post("kim", body);

      assert.equal(response.status, 400);
      assert.ok((await response.text()).length < 400);
    });
  }

  it("uses the last of two fields with the same name, as the gateway's validation does", async () => {
    const response = await post("lee", '{"item":"x","quantity":0,"quantity":1}');

    assert.equal(response.status, 201);
  });

  it("returns 413 above 64 KB, however large the body is", async () => {
    const atLimit = await post("ann", " ".repeat(65_536));
    const above = await post("ann", " ".repeat(65_537));
    const farAbove = await post("ann", " ".repeat(5_000_000));
    assert.deepEqual([atLimit.status, above.status, farAbove.status], [400, 413, 413]);
  });
});

/** @returns {OrderStore} */
function createMemoryStore() {
  /** @type {Map<string, Order[]>} */
  const owners = new Map();
  const ordersOf = (/** @type {string} */ owner) => owners.get(owner) ?? [];

  return {
    async add(owner, order) {
      const orders = [...ordersOf(owner), order].sort((a, b) => (a.id < b.id ? -1 : 1));
      owners.set(owner, orders);
    },
    async find(owner, id) {
      return ordersOf(owner).find((order) => order.id === id);
    },
    async list(owner, { limit, afterId = "" }) {
      const rest = ordersOf(owner).filter(({ id }) => id > afterId);
      const orders = rest.slice(0, limit);
      return { orders, lastId: rest.length > limit ? orders.at(-1)?.id : undefined };
    },
  };
}
