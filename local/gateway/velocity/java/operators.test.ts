import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { render } from "../testing.ts";

/**
 * The operators of each type with each other, as Velocity 1.7 rendered them: left, what is tried, right,
 * result. `arithmetic` has the results and types of `+ - * / %` (of `+ -` for values that are no numbers),
 * `cmp` which of `== != < >=` hold, `truth` the value as a condition.
 *
 * Not compared are floats with large integers: Java 17 prints more digits of them than later versions.
 */
const lines = readFileSync(new URL("testing/operators.tsv", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.split("\t") as [string, string, string, string]);

const body =
  '{"i":7,"n":-3,"l":5000000000,"d":2.5,"big":12345678901234567890,"dec":1.2345678901234567890,"e":[],"none":{}}';

const variables: Readonly<Record<string, string>> = {
  byte: "$input.path('$.n').byteValue()",
  short: "$input.path('$.i').shortValue()",
  i: "$input.path('$.i')",
  L: "$input.path('$.i').longValue()",
  l: "$input.path('$.l')",
  big: "$input.path('$.big')",
  fl: "$input.path('$.d').floatValue()",
  d: "$input.path('$.d')",
  dec: "$input.path('$.dec')",
  max: "2147483647",
  lmax: "9223372036854775807",
  zero: "0",
  dzero: "0.0",
  s: "'7'",
  t: "'true'",
  b: "true",
  c: "$s.charAt(0)",
  list: "[3]",
  jl: "$input.path('$.e')",
  m: "{}",
  jm: "$input.path('$.none')",
  ks: "$m1.keySet()",
};
const numbers = [
  "byte",
  "short",
  "i",
  "L",
  "l",
  "big",
  "fl",
  "d",
  "dec",
  "max",
  "lmax",
  "zero",
  "dzero",
];

function templatesOf(left: string, what: string, right: string): string[] {
  switch (what) {
    case "cmp":
      return [["==", "!=", "<", ">="].map((sign) => `#if($x ${sign} $y)${sign}#end`).join(" ")];
    case "truth":
      return ["#if($x)true#else false#end"];
    default:
      return numbers.includes(left) && numbers.includes(right)
        ? [..."+-*/%"].map((sign) => `#set($r = $x ${sign} $y)$!r $!r.class.simpleName`)
        : [..."+-"].map((sign) => `#set($r = $x ${sign} $y)$!r`);
  }
}

function resultOf(left: string, right: string, template: string): string {
  const set = `#set($m1 = {'a':1})#set($s = '7')#set($x = ${variables[left]})#set($y = ${variables[right]})`;
  try {
    return render(set + template, body)
      .trim()
      .replace(/ +/g, " ")
      .replace(/@[0-9a-f]+/g, "@…");
  } catch (error) {
    assert.equal((error as Error).name, "TemplateError");
    return "fails";
  }
}

describe("operators between Java's types", () => {
  for (const left of Object.keys(variables)) {
    it(left, () => {
      const tried = lines.filter(([first]) => first === left);

      const results = tried.map(([, what, right]) => [
        what,
        right,
        templatesOf(left, what, right)
          .map((template) => resultOf(left, right, template))
          .join(" | "),
      ]);

      assert.deepEqual(
        results,
        tried.map(([, ...expected]) => expected),
      );
    });
  }
});
