import assert from "node:assert/strict";
import { compileBinaryMediaTypes, firstAccepted } from "./mediaTypes.ts";

describe("compileBinaryMediaTypes", () => {
  const cases: [listed: string[], contentType: string | undefined, binary: boolean][] = [
    [[], "image/png", false],
    [["image/png"], "image/png", true],
    [["image/png"], "Image/PNG; q=1", true],
    [["image/png"], "image/gif", false],
    [["image/*"], "image/gif", true],
    [["image/*"], "text/plain", false],
    [["*/*"], "text/plain", true],
    [["*/*"], undefined, true],
    [["image/png"], undefined, false],
    [["application/json"], undefined, true],
    [["image/png"], "nonsense", false],
  ];
  for (const [listed, contentType, binary] of cases) {
    it(`${binary ? "matches" : "does not match"} ${contentType} with [${listed.join()}]`, () => {
      assert.equal(compileBinaryMediaTypes(listed)(contentType), binary);
    });
  }
});

describe("firstAccepted", () => {
  it("is the first type of an Accept header", () => {
    assert.equal(firstAccepted("image/png;q=0.1, text/html"), "image/png;q=0.1");
    assert.equal(firstAccepted(undefined), undefined);
  });
});
