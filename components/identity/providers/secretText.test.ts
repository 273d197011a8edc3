import assert from "node:assert/strict";
import { secretText } from "./secretText.ts";

const object = JSON.stringify({ secret: "GOCSPX-1\n", port: 5, none: " " });

describe("the text of a provider's secret", () => {
  for (const [what, stored, key, text] of [
    ["the value", "GOCSPX-1", undefined, "GOCSPX-1"],
    ["the value without a file's line end", "GOCSPX-1\r\n", undefined, "GOCSPX-1"],
    ["a key with its lines", "-----BEGIN\nMIG\n-----END\n", undefined, "-----BEGIN\nMIG\n-----END"],
    ["digits, which are JSON too", "123456", undefined, "123456"],
    ["the value of a key", object, "secret", "GOCSPX-1"],
  ] as const) {
    it(`is ${what}`, () => {
      assert.equal(secretText("dev/identity/a", stored, key), text);
    });
  }

  for (const [what, stored, key, message] of [
    ["an empty or binary value", "", undefined, /^The secret "dev\/identity\/a" .* has no text/],
    ["a line end alone", "\n", undefined, /has no text in Secrets Manager\. Store one/],
    ["an object without a key", object, undefined, /is a JSON object\. Name the key/],
    [
      "a key that the object does not have",
      object,
      "clientSecret",
      /no text at the key "clientSecret"/,
    ],
    ["a key that the object inherits", object, "toString", /no text at the key "toString"/],
    ["a key with a number", object, "port", /no text at the key "port"/],
    ["a key with a blank", object, "none", /no text at the key "none"/],
    ["a key of a text", "GOCSPX-1", "secret", /is not a JSON object.* Leave the key out/],
  ] as const) {
    it(`is not ${what}, and the error does not have the value`, () => {
      assert.throws(
        () => secretText("dev/identity/a", stored, key),
        (error: Error) => {
          assert.equal(error.name, "ProviderSecretError");
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /GOCSPX/);
          return true;
        },
      );
    });
  }
});
