import assert from "node:assert/strict";
import { TemplateError } from "./index.ts";
import { render } from "./testing.ts";

/** Calls a method of a text in the payload, which needs no quoting in the template. */
function call(text: string, method: string): string {
  return render(`$input.path('$.t').${method}`, JSON.stringify({ t: text }));
}

describe("methods of texts", () => {
  const cases: [text: string, method: string, result: string][] = [
    ["abc", "length()", "3"],
    ["", "isEmpty()", "true"],
    ["abc", "contains('bc')", "true"],
    ["abc", "startsWith('ab')", "true"],
    ["abc", "endsWith('ab')", "false"],
    ["abc", "equals('abc')", "true"],
    ["aBc", "equalsIgnoreCase('AbC')", "true"],
    ["abcb", "indexOf('b')", "1"],
    ["abcb", "indexOf('b', 2)", "3"],
    ["abcb", "lastIndexOf('b')", "3"],
    ["abc", "substring(1)", "bc"],
    ["abc", "substring(1, 2)", "b"],
    ["abc", "charAt(1)", "b"],
    ["aBc", "toUpperCase()", "ABC"],
    ["aBc", "toLowerCase()", "abc"],
    [" \ta\n", "trim()", "a"],
    ["a", "concat('b').concat('c')", "abc"],
    ["a.b.c", "replace('.', '$1')", "a$1b$1c"],
    ["Bearer token", "split(' ')[1]", "token"],
    ["a1b22", "replaceAll('[0-9]+', '#')", "a#b#"],
    ["a1b22", "replaceFirst('\\d', '')", "ab22"],
    ["john.doe", "replaceAll('(\\w+)\\.(\\w+)', '$2 $1')", "doe john"],
    ["a-b", "replaceAll('(?<left>a)\\-', '${left}+')", "a+b"],
    ["a$b", "replaceAll('\\$', '\\$\\$')", "a$$b"],
    ["ABC", "replaceAll('(?i)b', 'x')", "AxC"],
    ["a.b", "replaceAll('\\Q.\\E', '!')", "a!b"],
    ["a{b}c]d", "replaceAll('}', '').replaceAll(']', '')", "a{bcd"],
    ["it's!", "replaceAll('\\p{Punct}', '')", "its"],
    ["aäb", "replaceAll('[^\\p{Alnum}]', '_')", "a_b"],
    ["aaa", "replaceAll('^a{2}', '')", "a"],
    ["abc", "matches('[a-c]+')", "true"],
    ["abcd", "matches('[a-c]+')", "false"],
    ["a_b", "replaceAll('\\_', '')", "ab"],
    // Templates use this to undo the escaped apostrophes of escapeJavaScript.
    ["it\\'s", 'replaceAll("\\\\\'","\'")', "it's"],
  ];
  for (const [text, method, result] of cases) {
    it(`${JSON.stringify(text)}.${method}`, () => {
      assert.equal(call(text, method), result);
    });
  }

  const parts: [text: string, method: string, parts: string][] = [
    ["a,b,,c,,", "split(',')", "<a><b><><c>"],
    ["a,b,c", "split(',', 2)", "<a><b,c>"],
    ["a,b,,", "split(',', -1)", "<a><b><><>"],
    ["abc", "split('')", "<a><b><c>"],
    ["", "split(',')", "<>"],
    [",,", "split(',')", ""],
  ];
  for (const [text, method, expected] of parts) {
    it(`${JSON.stringify(text)}.${method} returns an array`, () => {
      const template = `#foreach($part in $input.path('$.t').${method})<$part>#end`;
      assert.equal(render(template, JSON.stringify({ t: text })), expected);
    });
  }

  const failing: [method: string, why: string][] = [
    ["substring(4)", "an index out of bounds"],
    ["substring(2, 1)", "an end before the start"],
    [`replaceAll("$input.json('$.t')(", '')`, "an invalid expression"],
    ["replaceAll('a', '$1')", "a missing group"],
    ["replaceAll('a', '$')", "a $ without a group"],
    ["contains($null)", "null, as Java throws"],
  ];
  for (const [method, why] of failing) {
    it(`fail for ${why}: ${method}`, () => {
      assert.throws(() => call("abc", method), TemplateError);
    });
  }
});
