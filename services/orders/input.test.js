// @ts-check
import assert from "node:assert/strict";
import fc from "fast-check";
import { isOrderId, parseNewOrder, parsePage, toNextToken } from "./input.js";

describe("a new order", () => {
  it("keeps any text of 1 to 100 characters and any quantity from 1 to 1000", () => {
    const order = fc.record({
      item: fc.string({ unit: "binary", minLength: 1, maxLength: 100 }),
      quantity: fc.integer({ min: 1, max: 1_000 }),
    });
    fc.assert(fc.property(order, (body) => assert.deepEqual(parseNewOrder(body), { ...body })));
  });

  it("counts an emoji as one character", () => {
    assert.equal(parseNewOrder({ item: "🔑".repeat(100), quantity: 1 }).quantity, 1);
  });

  /** @type {[unknown, string][]} */
  const refused = [
    [null, 'The body is null, but must be an object: { "item": string, "quantity": integer }.'],
    [[], 'The body is a list, but must be an object: { "item": string, "quantity": integer }.'],
    [{ quantity: 1 }, "item is missing, but must be a string of 1 to 100 characters."],
    [{ item: "", quantity: 1 }, 'item is "", but must be a string of 1 to 100 characters.'],
    [{ item: 7, quantity: 1 }, "item is 7, but must be a string of 1 to 100 characters."],
    [
      { item: "\ud83d", quantity: 1 },
      'item is "\\ud83d", but must be a string of 1 to 100 characters.',
    ],
    [
      { item: "x".repeat(101), quantity: 1 },
      `item is "${"x".repeat(99)}, but must be a string of 1 to 100 characters.`,
    ],
    [{ item: "key" }, "quantity is missing, but must be an integer from 1 to 1000."],
    [{ item: "key", quantity: 0 }, "quantity is 0, but must be an integer from 1 to 1000."],
    [{ item: "key", quantity: 1001 }, "quantity is 1001, but must be an integer from 1 to 1000."],
    [{ item: "key", quantity: 1.5 }, "quantity is 1.5, but must be an integer from 1 to 1000."],
    [{ item: "key", quantity: "1" }, 'quantity is "1", but must be an integer from 1 to 1000.'],
    [
      { item: "key", quantity: 1, owner: "bob" },
      'A field is "owner", but must be item or quantity.',
    ],
    [
      JSON.parse('{ "item": "key", "quantity": 1, "__proto__": {} }'),
      'A field is "__proto__", but must be item or quantity.',
    ],
  ];
  for (const [body, message] of refused) {
    it(`is refused with: ${message}`, () => {
      assert.throws(() => parseNewOrder(body), { status: 400, message });
    });
  }
});

describe("a page of orders", () => {
  /** @param {string} query */
  const parse = (query) => parsePage(new URLSearchParams(query));
  const id = "5bdcd6fc-b048-418e-999c-95c28ccc8dd3";

  it("holds 50 orders by default", () => {
    assert.deepEqual(parse(""), { limit: 50 });
    assert.deepEqual(parse("limit=1"), { limit: 1 });
    assert.deepEqual(parse("limit=100"), { limit: 100 });
  });

  it("continues after the order of its token", () => {
    fc.assert(
      fc.property(fc.uuid(), (lastId) => {
        assert.deepEqual(parse(`nextToken=${toNextToken(lastId)}`), { limit: 50, afterId: lastId });
      }),
    );
  });

  for (const limit of ["0", "101", "-1", "1.5", "0x10", "1e1", "", "many"]) {
    it(`is refused with a limit of "${limit}"`, () => {
      const message = `limit is "${limit}", but must be an integer from 1 to 100.`;
      assert.throws(() => parse(`limit=${limit}`), { status: 400, message });
    });
  }

  for (const nextToken of ["", "guess", id, toNextToken(`${id}/../x`)]) {
    it(`is refused with the token "${nextToken}"`, () => {
      const message = `nextToken is "${nextToken}", but must be one from an earlier response.`;
      assert.throws(() => parse(`nextToken=${nextToken}`), { status: 400, message });
    });
  }
});

describe("an order's id", () => {
  it("is a lower-case UUID", () => {
    fc.assert(fc.property(fc.uuid(), isOrderId));
    for (const text of ["", "1", "5BDCD6FC-B048-418E-999C-95C28CCC8DD3", "x".repeat(5_000)]) {
      assert.equal(isOrderId(text), false);
    }
  });
});
