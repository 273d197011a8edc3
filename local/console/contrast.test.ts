import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const css = readFileSync(new URL("page/style/tokens.css", import.meta.url), "utf8");

/** Colours of the light and the dark theme, by name. */
const colours = new Map(
  [...css.matchAll(/(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }],
  ),
);

/** Source: WCAG 2.2, "relative luminance" and "contrast ratio". */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe("the console's colours", () => {
  const grounds = ["--ground", "--surface", "--raised"];
  for (const [text, places] of [
    ["--text", [...grounds, "--accent-soft", "--bad-soft", "--warn-soft"]],
    ["--muted", grounds],
    ["--accent", [...grounds, "--accent-soft"]],
    ["--on-accent", ["--accent"]],
    ["--ok", ["--surface", "--raised", "--ok-soft"]],
    ["--warn", ["--surface", "--raised", "--warn-soft"]],
    ["--bad", ["--surface", "--raised", "--bad-soft"]],
    ["--info", ["--surface", "--raised", "--info-soft"]],
  ] as const) {
    it(`have the contrast of WCAG AA: ${text}`, () => {
      for (const place of places) {
        for (const theme of ["light", "dark"] as const) {
          const ratio = contrast(colours.get(text)![theme], colours.get(place)![theme]);
          assert.ok(ratio >= 4.5, `${text} on ${place}, ${theme}: ${ratio.toFixed(2)}`);
        }
      }
    });
  }
});
