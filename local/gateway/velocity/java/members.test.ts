import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { render } from "../testing.ts";

/**
 * The public members of the Java types that values have, one a line: type, signature (`.name` for a
 * property), template, result. Java 17 listed them by reflection, and rendered each template with
 * Velocity 1.7 (SecureUberspector), json-smart 2.3 and JsonPath 2.4. The result is the text as a JSON
 * string, or:
 *
 * - `fails`: Java throws, and so does this gateway.
 * - `refused`: Java has it, and this gateway fails with a message that names it.
 * - `unreachable`: no template can make an argument of the type.
 * - `differs each time`: not compared, as is a number behind `@`.
 *
 * This does not prove that API Gateway has these types: AWS does not say which version of Java and of its
 * libraries it runs.
 */
const lines = readFileSync(new URL("testing/members.tsv", import.meta.url), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => line.split("\t") as [string, string, string, string]);

const body =
  '{"s":"Hello, World","u":"hello, world","t":" a1b22 \\u00e9\\t","i":7,"n":-3,"l":5000000000,' +
  '"d":2.5,"f":-1234.5678,"b":true,"z":null,"big":12345678901234567890,"dec":1.2345678901234567890,' +
  '"list":[3,"a/b",{"k":null,"x":[1.5]},[],"\\u20ac"],"m":{"a":1,"b c":"x","e":{"f":[1,"y"]}},' +
  '"e":[],"none":{}}';

const variables: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["s", "u", "t", "i", "n", "l", "d", "f", "b", "big", "dec", "list", "m", "e", "none"].map(
      (name) => [name, `$input.path('$.${name}')`],
    ),
  ),
  al: "['x','y',2,'x']",
  al2: "['x','z']",
  texts: "['p','q']",
  map: "{'one':1,'two':'zwei'}",
  c: "$s.charAt(1)",
  c2: "$s.charAt(4)",
  short: "$i.shortValue()",
  byte: "$n.byteValue()",
  L: "$i.longValue()",
  fl: "$d.floatValue()",
  bi: "$big.valueOf($L)",
  bd: "$dec.valueOf($f)",
  ks: "$map.keySet()",
  vs: "$map.values()",
  es: "$map.entrySet()",
  en: "$map.entrySet().iterator().next()",
  it: "$al.iterator()",
  lit: "$al.listIterator()",
  arr: "$u.split(', ')",
  chars: "$u.toCharArray()",
  bytes: "$u.bytes",
  sub: "$al.subList(0,2)",
};
const names = Object.keys(variables);

/** Sets the variables that a template uses. */
function complete(template: string): string {
  const used = new Set<string>();
  const visit = (text: string): void => {
    for (const [, name = ""] of text.matchAll(/\$!?(\w+)/g)) {
      if (used.has(name) || !(name in variables)) continue;
      used.add(name);
      visit(variables[name]!);
    }
  };
  visit(template);
  const sets = names.filter((name) => used.has(name));
  return sets.map((name) => `#set($${name} = ${variables[name]})`).join("") + template;
}

function resultOf(signature: string, template: string): string {
  try {
    return JSON.stringify(render(complete(template), body).replace(/@[0-9a-f]+/g, "@…"));
  } catch (error) {
    assert.equal((error as Error).name, "TemplateError", template);
    const { message } = error as Error;
    const isRefusal = /not supported in mapping templates here|subList cannot be changed/.test(
      message,
    );
    const name = signature.startsWith(".") ? "" : signature.replace(/\(.*/, "");
    return isRefusal && (message.includes(name) || message.includes("subList"))
      ? "refused"
      : "fails";
  }
}

describe("the members of Java's types in templates", () => {
  for (const type of new Set(lines.map(([first]) => first))) {
    it(type, () => {
      const tried = lines.filter(([one, , template]) => one === type && template !== "-");

      const results = tried.map(([, signature, template]) => [
        signature,
        template,
        resultOf(signature, template),
      ]);

      assert.deepEqual(
        results,
        tried.map(([, ...expected]) => expected),
      );
    });
  }
});
