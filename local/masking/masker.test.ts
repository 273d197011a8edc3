import assert from "node:assert/strict";
import fc from "fast-check";
import { Masker } from "./masker.ts";
import { masked } from "./names.ts";

const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEtbG92ZWxhY2UifQ.c2lnbmF0dXJl";

describe("Masker", () => {
  for (const [name, value, shown] of [
    ["Authorization", `Bearer ${jwt}`, `Bearer ${masked}`],
    ["authorization", "opaque-token", masked],
    ["Cookie", "theme=dark-mode; sid=1234567", `theme=${masked}; sid=${masked}`],
    ["Set-Cookie", "sid=1234567; Path=/; HttpOnly", `sid=${masked}; Path=/; HttpOnly`],
    ["X-Api-Key", "key-1234567", masked],
    ["x-amz-security-token", "session-1234", masked],
    ["x-correlation-id", "trace-1234567", "trace-1234567"],
    ["Location", "/cb?code=12345678&state=1", `/cb?code=${masked}&state=1`],
    ["content-type", "application/json", "application/json"],
  ] as const) {
    it(`shows the header ${name}: ${value} as ${shown}`, () => {
      assert.equal(new Masker([]).header(name, value), shown);
    });
  }

  for (const [type, text, shown] of [
    [
      "application/json",
      '{"password":"pa$$word","item":"tea"}',
      `{"password":"${masked}","item":"tea"}`,
    ],
    [
      "application/json",
      '{"a":[{"refreshToken":"abcdefgh"}]}',
      `{"a":[{"refreshToken":"${masked}"}]}`,
    ],
    ["application/json", '{"code":123456}', `{"code":"${masked}"}`],
    ["application/json", '{"code":"not_found"}', '{"code":"not_found"}'],
    ["application/json", '{"client_secret":"ab\\"cd', `{"client_secret":"${masked}"`],
    [
      "application/x-www-form-urlencoded",
      "grant_type=password&password=hunter22",
      `grant_type=password&password=${masked}`,
    ],
    ["text/plain", `the token ${jwt}`, `the token ${masked}`],
  ] as const) {
    it(`shows the body ${text} as ${shown}`, () => {
      const masker = new Masker([]);
      assert.equal(masker.text(masker.body(text, type)), shown);
    });
  }

  it("hides what it has learned, and the secrets of this machine, wherever they appear", () => {
    const masker = new Masker(["stripe-key-1"]);
    masker.header("authorization", "Bearer opaque+token");

    const shown = masker.all({
      log: ["got opaque+token", "url?t=opaque%2Btoken", { key: "stripe-key-1" }],
    });

    assert.deepEqual(shown, { log: [`got ${masked}`, `url?t=${masked}`, { key: masked }] });
  });

  it("leaves no beginning of a secret at the end of a text that is cut off", () => {
    const secret = "stripe-key-1234567";
    fc.assert(
      fc.property(fc.nat(200), (length) => {
        const text = `${"x".repeat(100)}${secret}${"y".repeat(100)}`;
        const masker = new Masker([secret]);
        const shown = masker.cutOff(masker.text(text.slice(0, length)));
        assert.ok(!shown.includes(secret.slice(0, 4)), shown);
      }),
    );
  });
});
