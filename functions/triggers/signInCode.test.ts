import assert from "node:assert/strict";
import { fromMetadata, isAnsweredBy, newSignInCode, toMetadata } from "./signInCode.ts";

const now = 1_775_738_096_123;

describe("a sign-in code", () => {
  it("has six digits and lives for five minutes", () => {
    const codes = Array.from({ length: 200 }, () => newSignInCode(now));

    for (const { digits, expiresAt } of codes) {
      assert.match(digits, /^\d{6}$/);
      assert.equal(expiresAt, now + 300_000);
    }
    assert.ok(new Set(codes.map(({ digits }) => digits)).size > 150);
  });

  it("comes back from its metadata", () => {
    const code = { digits: "000042", expiresAt: now };

    assert.equal(toMetadata(code), `CODE-000042-${now}`);
    assert.deepEqual(fromMetadata(toMetadata(code)), code);
  });

  for (const metadata of [
    undefined,
    "",
    "NO-CODE",
    "CODE-123456",
    "CODE-12345-1",
    "XCODE-123456-1",
  ]) {
    it(`is not in the metadata ${JSON.stringify(metadata)}`, () => {
      assert.equal(fromMetadata(metadata), undefined);
    });
  }

  for (const [answer, at, expected] of [
    ["000042", now - 1, true],
    ["000042", now, false],
    ["42", now - 1, false],
    ["", now - 1, false],
    ["000043", now - 1, false],
    ["000042 ", now - 1, false],
  ] as const) {
    it(`${expected ? "takes" : "does not take"} "${answer}" ${at < now ? "in time" : "too late"}`, () => {
      assert.equal(isAnsweredBy({ digits: "000042", expiresAt: now }, answer, at), expected);
    });
  }
});
