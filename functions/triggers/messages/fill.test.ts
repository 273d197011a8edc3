import assert from "node:assert/strict";
import { fill, inHtml, plainText } from "./fill.ts";

const own = { platform: "Q&A", "####": "{####}", username: "{username}" };

const shown = (text: string, attributes: Record<string, string> = {}) =>
  fill(text, { own, attributes }, inHtml);

describe("the text of a message", () => {
  const cases: readonly (readonly [string, string, Record<string, string>?])[] = [
    ["Welcome to {platform}", "Welcome to Q&amp;A"],
    ["{####} for {username}", "{####} for {username}"],
    ["Hello {name|there}", "Hello there"],
    ["Hello {name|}!", "Hello !"],
    ["Hello {name|there}", "Hello Zoë O&#39;Neil", { name: "Zoë O'Neil" }],
    ["Hello {custom:tenant|there}", "Hello acme-1", { "custom:tenant": "acme-1" }],
    ["to {email|you}", "to jane+1@example.com", { email: "jane+1@example.com" }],
    ["at {LOGIN_TIME|?}", "at 2026-11-30T10:00:00Z", { LOGIN_TIME: "2026-11-30T10:00:00Z" }],
    ["{nothing} { platform }", "{nothing} { platform }"],
    ["{constructor}{toString|x}", "{constructor}x"],
  ];
  for (const [text, expected, attributes] of cases) {
    it(`${text} becomes ${expected}`, () => assert.equal(shown(text, attributes), expected));
  }

  const harmful = [
    "<b>Mallory</b>",
    "&amp;",
    "You won: example.com",
    "You won: इनाम.भारत",
    "https://evil",
    "{####}",
    "{platform}",
    "a\nb",
    "a\u202Eb",
    "x".repeat(51),
    "",
  ];
  for (const name of harmful) {
    it(`does not show the name ${JSON.stringify(name)}`, () => {
      assert.equal(shown("{name|there}", { name }), "there");
    });
  }

  const addresses = ['"<b>"@example.com', "evil.com/free@example.com", "a b@example.com", "a@b@c"];
  for (const email of addresses) {
    it(`does not show the address ${email}`, () => {
      assert.equal(shown("{email|there}", { email }), "there");
    });
  }
});

it("a template's HTML becomes text", () => {
  const html =
    '<p>Hello {name|A &amp; B},<br>it&quot;s</p><p class="code">{####}</p><p>&lt;b&gt;</p>';

  assert.equal(plainText(html), 'Hello {name|A & B},\nit"s\n\n{####}\n\n<b>');
});
