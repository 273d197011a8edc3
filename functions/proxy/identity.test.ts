import assert from "node:assert/strict";
import fc from "fast-check";
import { type EventParts, testEvent } from "../testing/proxyEvent.ts";
import { testRequest } from "../testing/proxyCall.ts";
import type { CallSettings } from "./call.ts";

/** Headers that only the platform may set: with the usual prefix, and one of a platform's own. */
const protectedNames = ["x-user-sub", "x-user-plan", "x-user-assertion", "x-tenant"];
const settings: Partial<CallSettings> = { claimHeaders: { "x-tenant": "custom:tenant" } };

/** A header's name as any server may read it: in CGI's upper case, with any character as a dash. */
const asServersRead = (name: string) =>
  name
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "-");

/** Spellings of a name that some server reads as that name. */
const spelling = (name: string) =>
  fc
    .tuple(
      ...[...name].map((letter) =>
        letter === "-"
          ? fc.constantFrom("-", "_", ".", " ", "~", "\u2011", "\uff0d")
          : fc.constantFrom(letter, letter.toUpperCase(), ...(lookAlikes[letter] ?? [])),
      ),
    )
    .map((letters) => letters.join(""));

/** Characters that become a letter when servers change case or normalize. */
const lookAlikes: Readonly<Record<string, string[]>> = {
  s: ["ſ", "ｓ"],
  i: ["ı", "ｉ"],
  k: ["\u212a"],
  x: ["ｘ"],
  u: ["ｕ"],
};

const namesOf = (parts: EventParts) => {
  const { headers } = testRequest(testEvent(parts), settings);
  return headers.filter((_, index) => index % 2 === 0);
};

describe("the caller's identity", () => {
  it("can't be set by a client in any spelling, any number of times", () => {
    const usual = new Set(namesOf({}));
    const header = fc.tuple(
      fc.constantFrom(...protectedNames).chain(spelling),
      fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(header, { maxLength: 8 }), (forged) => {
        const names = namesOf({ headers: Object.fromEntries(forged) });
        assert.deepEqual(
          names.filter((name) => !usual.has(name)),
          [],
        );
      }),
      { numRuns: 500 },
    );
  });

  it("is sent once, whatever else a client sends", () => {
    const claims = { sub: "jane", "custom:tenant": "acme" };
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...protectedNames).chain(spelling), fc.array(fc.string())),
        fc.array(fc.constantFrom(...protectedNames)),
        (forged, named) => {
          const headers = { ...forged, Connection: named };
          const { byName, headers: raw } = testRequest(testEvent({ headers, claims }), settings);
          assert.equal(byName["x-user-sub"], "jane");
          assert.equal(byName["x-tenant"], "acme");
          const read = raw.filter((_, i) => i % 2 === 0).map(asServersRead);
          for (const name of ["x-user-sub", "x-tenant"]) {
            assert.equal(read.filter((each) => each === name).length, 1);
          }
        },
      ),
    );
  });

  it("does not include credentials that a service could use as the caller", () => {
    const headers = { Authorization: ["AWS4-HMAC-SHA256 x"], "X-Amz-Security-Token": ["t"] };
    const multiValueQueryStringParameters = {
      "X-Amz-Signature": ["s"],
      page: ["2"],
      "X-Amz-Security-Token": ["t"],
    };
    const event = testEvent({ headers, multiValueQueryStringParameters });
    const { byName, target } = testRequest(event);
    assert.equal(byName["authorization"], "AWS4-HMAC-SHA256 x");
    assert.match(target, /X-Amz-Signature=s/);

    const { identity } = event.requestContext;
    const requestContext = {
      ...event.requestContext,
      identity: { ...identity, accessKey: "ASIA1" },
    };
    const { byName: signed, target: own } = testRequest({ ...event, requestContext });

    assert.equal(signed["authorization"], undefined);
    assert.equal(signed["x-amz-security-token"], undefined);
    assert.equal(own, "/orders?page=2");
  });

  it("does not include parameters that a Lambda authorizer identified the caller by", () => {
    const event = testEvent({
      multiValueQueryStringParameters: { key: ["secret", "secret"], page: ["2"] },
      headers: { "X-Key": ["secret"] },
    });
    const withheldByRoute = { "GET /{proxy+}": ["?key", "X-Key"] };

    const { target, headers } = testRequest(event, { withheldByRoute });

    assert.equal(target, "/orders?page=2");
    assert.ok(!headers.includes("secret"));
    assert.equal(testRequest(event, { withheldByRoute: {} }).target.split("secret").length, 3);
  });
});
