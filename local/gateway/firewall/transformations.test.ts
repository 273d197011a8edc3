import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { compileTransformations } from "./transformations.ts";

// AWS WAF Developer Guide, "Text transformations"; where it only names the kind, ModSecurity's reference.
const table: readonly [type: string, given: string, expected: string][] = [
  ["NONE", " A ", " A "],
  ["LOWERCASE", "A\xc4z", "a\xc4z"],
  ["URL_DECODE", "a%2Fb+c%zz%", "a/b c%zz%"],
  ["URL_DECODE_UNI", "%u0041%41%uff21", "AAA"],
  ["COMPRESS_WHITE_SPACE", "a \t\n\v\f\r\xa0 b", "a b"],
  ["HTML_ENTITY_DECODE", "&lt;&#x41;&#66;&quot;&nbsp;&GT;&nope;", '<AB"\xa0>&nope;'],
  ["CMD_LINE", 'C^MD.EXE  /c "d,i;r" (x', "cmd.exe/c d i r(x"],
  ["BASE64_DECODE", "YWRtaW4=", "admin"],
  ["BASE64_DECODE", "no base64!", "no base64!"],
  ["BASE64_DECODE_EXT", "YW R!taW4", "admin"],
  ["HEX_DECODE", "61646d696e", "admin"],
  ["MD5", "a", createHash("md5").update("a").digest().toString("latin1")],
  ["REPLACE_COMMENTS", "UN/**/ION/* open", "UN ION "],
  ["REPLACE_COMMENTS", "a */ b", "a */ b"],
  ["ESCAPE_SEQ_DECODE", "\\x41\\101\\n\\q", "AA\n\\q"],
  ["SQL_HEX_DECODE", "=0x61646D696E", "=admin"],
  ["CSS_DECODE", "ja\\vascript\\3a x", "javascript:x"],
  ["JS_DECODE", "\\u0041\\x42\\103\\u ff21\\uff21", "ABCu ff21A"],
  ["NORMALIZE_PATH", "/a//b/./c/../d", "/a/b/d"],
  ["NORMALIZE_PATH", "/a/b/..", "/a/"],
  ["NORMALIZE_PATH", "../a", "../a"],
  ["NORMALIZE_PATH_WIN", "\\a\\..\\b", "/b"],
  ["REMOVE_NULLS", "a\0b", "ab"],
  ["REPLACE_NULLS", "a\0b", "a b"],
  ["UTF8_TO_UNICODE", Buffer.from("é€").toString("latin1"), "%u00e9%u20ac"],
];

describe("text transformations of a firewall", () => {
  for (const [type, given, expected] of table) {
    it(`${type} of ${JSON.stringify(given)}`, () => {
      assert.equal(compileTransformations([{ priority: 0, type }])(given), expected);
    });
  }

  it("are applied by priority", () => {
    const steps = [
      { priority: 2, type: "URL_DECODE" },
      { priority: 1, type: "BASE64_DECODE" },
    ];

    assert.equal(compileTransformations(steps)(Buffer.from("%41").toString("base64")), "A");
    assert.equal(steps[0]!.priority, 2);
  });
});
