import assert from "node:assert/strict";
import { smsParts } from "./smsParts.ts";

describe("a text message is billed as", () => {
  const cases = [
    ["160 characters", "a".repeat(160), 1],
    ["161 characters", "a".repeat(161), 2],
    ["307 characters", "a".repeat(307), 3],
    ["umlauts", "ä".repeat(160), 1],
    ["80 euro signs, which take two each", "€".repeat(80), 1],
    ["81 euro signs", "€".repeat(81), 2],
    ["71 characters of which one is not in the GSM alphabet", `ł${"a".repeat(70)}`, 2],
  ] as const;
  for (const [name, text, parts] of cases) {
    it(`${parts} with ${name}`, () => assert.equal(smsParts(text), parts));
  }
});
