import assert from "node:assert/strict";
import { TemplateError } from "./index.ts";
import { render } from "./testing.ts";

describe("$util", () => {
  const cases: [template: string, body: string, text: string][] = [
    ["$util.escapeJavaScript($input.body)", `"it's" \\ /`, `\\"it\\'s\\" \\\\ \\/`],
    ["$util.escapeJavaScript($input.body)", "a\n\r\t\b\f\u0001", "a\\n\\r\\t\\b\\f\\u0001"],
    ["$util.escapeJavaScript($input.body)", "é€😀\u007f", "\\u00E9\\u20AC\\uD83D\\uDE00\u007f"],
    ["$util.escapeJavaScript($input.path('$.n'))", '{"n":1.50}', "1.5"],
    ["[$util.escapeJavaScript($input.path('$.x')).replaceAll('a', 'b')]", "{}", "[]"],
    ["$util.parseJson($input.body).a[1].b", '{"a":[1,{"b":2}]}', "2"],
    ["$util.parseJson($input.path('$.s')).size()", '{"s":"[1,2]"}', "2"],
    [
      "$util.urlEncode($input.body)",
      "a b&c=d+e%~!*'()é€",
      "a+b%26c%3Dd%2Be%25%7E%21*%27%28%29%C3%A9%E2%82%AC",
    ],
    ["$util.urlDecode($input.body)", "a+b%26%E2%82%AC%2b", "a b&€+"],
    ["$util.urlDecode($input.body)", "%FF", "\ufffd"],
    ["$util.base64Encode($input.body)", "é{}", "w6l7fQ=="],
    ["$util.base64Decode($input.body)", "w6l7fQ==", "é{}"],
    // These belong to AppSync.
    ["[$util.toJson('x')$util.time]", "", "[]"],
  ];
  for (const [template, body, text] of cases) {
    it(`${template} of ${JSON.stringify(body)}`, () => {
      assert.equal(render(template, body), text);
    });
  }

  for (const template of [
    "$util.parseJson('{a')",
    "$util.urlDecode('%zz')",
    "$util.urlDecode('%')",
  ]) {
    it(`fails for ${template}`, () => {
      assert.throws(() => render(template), TemplateError);
    });
  }
});
