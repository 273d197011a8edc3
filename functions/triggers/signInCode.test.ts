import assert from "node:assert/strict";
import { fromMetadata, isGuessed, newSignInCode, toMetadata } from "./signInCode.ts";

const now = 1_775_738_096_123;

describe("a sign-in code", () => {
  it("has eight digits and lives for five minutes", () => {
    const codes = Array.from({ length: 200 }, () => newSignInCode(now));

    for (const { digits, expiresAt } of codes) {
      assert.match(digits, /^\d{8}$/);
      assert.equal(expiresAt, now + 300_000);
    }
    assert.ok(new Set(codes.map(({ digits }) => digits)).size > 150);
  });

  it("is restored from its metadata", () => {
    const code = { digits: "00000042", expiresAt: now };

    assert.equal(toMetadata(code), `CODE-00000042-${now}`);
    assert.deepEqual(fromMetadata(toMetadata(code)), code);
  });

  for (const metadata of [
    undefined,
    "",
    "NO-CODE",
    "CODE-12345678",
    "CODE-1234567-1",
    "XCODE-12345678-1",
    "CODE-123456789-1",
  ]) {
    it(`is not in the metadata ${JSON.stringify(metadata)}`, () => {
      assert.equal(fromMetadata(metadata), undefined);
    });
  }

  for (const [guess, at, expected] of [
    ["00000042", now - 1, true],
    ["00000042", now, false],
    ["42", now - 1, false],
    ["", now - 1, false],
    ["00000043", now - 1, false],
    ["00000042 ", now - 1, false],
  ] as const) {
    it(`${expected ? "accepts" : "refuses"} "${guess}" ${at < now ? "in time" : "too late"}`, () => {
      assert.equal(isGuessed({ digits: "00000042", expiresAt: now }, guess, at), expected);
    });
  }
});
