import assert from "node:assert/strict";
import { EnvironmentError, environmentOf } from "./environment.ts";

describe("environmentOf", () => {
  const bounds = { min: 1, max: 100, default: 7 };

  it("reads and trims text", () => {
    assert.equal(environmentOf({ NAME: " orders " }).string("NAME"), "orders");
  });

  for (const variables of [{}, { NAME: "" }, { NAME: "  " }]) {
    it(`requires text, but not optional text, in ${JSON.stringify(variables)}`, () => {
      assert.throws(() => environmentOf(variables).string("NAME"), {
        name: "EnvironmentError",
        variable: "NAME",
      });
      assert.equal(environmentOf(variables).optionalString("NAME"), undefined);
    });
  }

  it("names the variable, its value and the allowed values", () => {
    assert.throws(
      () => environmentOf({ LIMIT: "0" }).integer("LIMIT", bounds),
      new EnvironmentError("LIMIT", "0", "a whole number from 1 to 100"),
    );
    assert.equal(
      new EnvironmentError("LIMIT", "0", "a whole number").message,
      'LIMIT is "0"; allowed: a whole number',
    );
    assert.equal(
      new EnvironmentError("LIMIT", undefined, "any text").message,
      "LIMIT is not set; allowed: any text",
    );
  });

  it("reads an integer within its bounds, and its default if it is not set", () => {
    assert.equal(environmentOf({ LIMIT: "1" }).integer("LIMIT", bounds), 1);
    assert.equal(environmentOf({ LIMIT: "100" }).integer("LIMIT", bounds), 100);
    assert.equal(environmentOf({}).integer("LIMIT", bounds), 7);
  });

  for (const LIMIT of ["0", "101", "1.5", "1e1", "0x10", "ten", "-", "NaN"]) {
    it(`refuses ${LIMIT} as an integer from 1 to 100`, () => {
      assert.throws(() => environmentOf({ LIMIT }).integer("LIMIT", bounds), EnvironmentError);
    });
  }

  it("reads a list without spaces and empty parts", () => {
    assert.deepEqual(environmentOf({ NAMES: " a, b ,,c," }).list("NAMES"), ["a", "b", "c"]);
    assert.deepEqual(environmentOf({ NAMES: "" }).list("NAMES"), []);
    assert.deepEqual(environmentOf({}).list("NAMES"), []);
  });

  it("reads a URL of host, port and path", () => {
    const url = environmentOf({ URL: "http://internal.example:8080/base" }).httpUrl("URL");
    assert.equal(url.href, "http://internal.example:8080/base");
  });

  for (const URL of [
    "internal.example",
    "ftp://internal.example",
    "http://user@internal.example",
    "http://:pass@internal.example",
    "http://internal.example/?a=1",
    "http://internal.example/#a",
  ]) {
    it(`refuses ${URL} as the address of a service`, () => {
      assert.throws(() => environmentOf({ URL }).httpUrl("URL"), EnvironmentError);
    });
  }
});
