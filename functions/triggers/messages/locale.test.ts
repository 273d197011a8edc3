import assert from "node:assert/strict";
import { chooseLocale } from "./locale.ts";

describe("the locale of a message", () => {
  const known = ["en", "de", "pt-BR", "zh-Hant"];
  const cases: readonly (readonly [(string | undefined)[], string | undefined])[] = [
    [["de"], "de"],
    [["de-AT"], "de"],
    [["DE_at"], "de"],
    [["pt-br"], "pt-BR"],
    [["zh-Hant-TW"], "zh-Hant"],
    // Brazilian is not what a Portuguese reads.
    [["pt-PT"], undefined],
    [["fr", "de"], "de"],
    [[undefined, "", "en-GB"], "en"],
    [["__proto__", "constructor"], undefined],
    [[`de${"-x".repeat(100_000)}`], "de"],
  ];
  for (const [wanted, expected] of cases) {
    it(`${String(wanted).slice(0, 30)} is ${expected}`, () => {
      assert.equal(chooseLocale(wanted, known), expected);
    });
  }
});
