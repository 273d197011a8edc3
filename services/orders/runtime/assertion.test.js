// @ts-check
import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { createAssertionCheck } from "./assertion.js";

const pair = () => generateKeyPairSync("ec", { namedCurve: "P-256" });
const [platform, previous, own, foreign] = [pair(), pair(), pair(), pair()];
const NOW = 1_800_000_000;

/** @param {object} part */
const encoded = (part) => Buffer.from(JSON.stringify(part)).toString("base64url");

/** @param {object} header @param {object} payload @param {ReturnType<typeof pair>} keys */
function jwt(header, payload, { privateKey }) {
  const content = `${encoded(header)}.${encoded(payload)}`;
  const key = { key: privateKey, dsaEncoding: /** @type {const} */ ("ieee-p1363") };
  return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
}

/** @param {{ header?: object, payload?: object, signer?: ReturnType<typeof pair> }} [change] */
const delegation = ({ header, payload, signer = platform } = {}) =>
  jwt(
    { alg: "ES256", typ: "delegation+jwt", kid: "2", ...header },
    {
      ...{ iss: "palisade-proxy", aud: "orders", iat: NOW, exp: NOW + 3_600 },
      cnf: { jwk: own.publicKey.export({ format: "jwk" }) },
      ...payload,
    },
    signer,
  );

/** @param {{ header?: object, payload?: object, signer?: ReturnType<typeof pair> }} [change] */
const assertion = ({ header, payload, signer = own } = {}) =>
  jwt(
    { alg: "ES256", typ: "assertion+jwt", delegation: delegation(), ...header },
    {
      ...{ iss: "palisade-proxy", aud: "orders", iat: NOW, exp: NOW + 60 },
      ...{ htm: "GET", htu: "/orders", user: { "x-user-sub": "jane" } },
      ...payload,
    },
    signer,
  );

/** @param {string | undefined} token @param {{ method?: string, url?: string, now?: number }} [call] */
function verified(token, { method = "GET", url = "/orders?page=2", now = NOW } = {}) {
  const check = createAssertionCheck({
    jwks: JSON.stringify({
      keys: [
        { ...previous.publicKey.export({ format: "jwk" }), kid: "1" },
        { ...platform.publicKey.export({ format: "jwk" }), kid: "2" },
      ],
    }),
    service: "orders",
    now: () => now * 1000,
  });
  const request = { method, url, headers: { "x-user-assertion": token } };
  const user = check(request);
  // The second time, the function's key is known.
  assert.deepEqual(check(request), user);
  return user;
}

describe("createAssertionCheck", () => {
  it("returns the caller's headers", () => {
    assert.deepEqual(verified(assertion()), { "x-user-sub": "jane" });
  });

  it("accepts each key of the platform", () => {
    const header = { delegation: delegation({ header: { kid: "1" }, signer: previous }) };
    assert.deepEqual(verified(assertion({ header })), { "x-user-sub": "jane" });
  });

  it("forgives clocks that differ by seconds", () => {
    for (const now of [NOW - 4, NOW + 64]) verified(assertion(), { now });
  });

  /** @type {[string, string | undefined, Parameters<typeof verified>[1]?][]} */
  const refused = [
    ["none", undefined],
    ["no JWT", "x"],
    ["an expired one", assertion(), { now: NOW + 66 }],
    ["one of the future", assertion(), { now: NOW - 6 }],
    ["one without an end", assertion({ payload: { exp: undefined } })],
    ["one that lasts too long", assertion({ payload: { exp: NOW + 61 } })],
    ["another service's", assertion({ payload: { aud: "catalog" } })],
    ["another issuer's", assertion({ payload: { iss: "mallory" } })],
    ["one of another method", assertion(), { method: "DELETE" }],
    ["one of another path", assertion(), { url: "/orders/1" }],
    ["one of another key", assertion({ signer: foreign })],
    ["one signed by the platform's key itself", assertion({ signer: platform })],
    ["alg none", assertion({ header: { alg: "none" } })],
    ["alg HS256", assertion({ header: { alg: "HS256" } })],
    ["no signature", assertion().replace(/[^.]*$/, "")],
    ["a delegation as an assertion", delegation()],
    ["an assertion as a delegation", assertion({ header: { delegation: assertion() } })],
    ["two assertions", `${assertion()}, ${assertion()}`],
    ...[0, 1, 2].map(
      (part) =>
        /** @type {[string, string]} */ ([
          `one whose part ${part} is changed`,
          assertion()
            .split(".")
            .map((text, index) => (index === part ? changed(text) : text))
            .join("."),
        ]),
    ),
    ...Object.entries({
      "without a delegation": undefined,
      "with a delegation by another key": delegation({ signer: foreign }),
      "with a delegation by an unknown key": delegation({ header: { kid: "3" } }),
      "with a delegation of alg none": delegation({ header: { alg: "none" } }),
      "with another service's delegation": delegation({ payload: { aud: "catalog" } }),
      "with an expired delegation": delegation({ payload: { iat: NOW - 3_700, exp: NOW - 100 } }),
      "with an endless delegation": delegation({ payload: { exp: NOW + 100_000 } }),
    }).map(
      ([name, given]) =>
        /** @type {[string, string]} */ ([
          `one ${name}`,
          assertion({ header: { delegation: given } }),
        ]),
    ),
  ];

  for (const [name, token, call] of refused) {
    it(`refuses ${name}`, () => {
      assert.throws(() => verified(token, call), { name: "HttpError", status: 401 });
    });
  }

  it("refuses a known delegation once it has ended", () => {
    let now = NOW;
    const jwks = JSON.stringify({
      keys: [{ ...platform.publicKey.export({ format: "jwk" }), kid: "2" }],
    });
    const check = createAssertionCheck({ jwks, service: "orders", now: () => now * 1000 });
    const call = (/** @type {number} */ iat) => ({
      method: "GET",
      url: "/orders",
      headers: { "x-user-assertion": assertion({ payload: { iat, exp: iat + 60 } }) },
    });
    check(call(now));
    now += 3_700;
    assert.throws(() => check(call(now)), { status: 401 });
  });
});

/** Changes a character in the middle, where each bit of it counts. */
function changed(/** @type {string} */ text) {
  const at = text.length >> 1;
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}
