// @ts-check
/** @import { IncomingHttpHeaders, IncomingMessage } from "node:http" */
/** @typedef {(request: Pick<IncomingMessage, "method" | "url" | "headers">) => IncomingHttpHeaders} AssertionCheck */
import { createPublicKey, verify } from "node:crypto";
import { HttpError } from "./errors.js";

/** Seconds by which the clocks of function and service may differ. */
const CLOCK_SKEW = 5;

/**
 * Verifies the header `x-user-assertion`: a JWT about one call, signed by a function's own key, with a
 * statement about that key (`delegation`) that one of the platform's keys signed.
 *
 * @param {{ jwks: string, service: string, now?: () => number }} options `jwks` as in RFC 7517.
 * @returns {AssertionCheck} a function that returns the caller's headers, or throws an {@link HttpError}: 401.
 */
export function createAssertionCheck({ jwks, service, now = Date.now }) {
  const keys = new Map(
    JSON.parse(jwks).keys.map((/** @type {any} */ jwk) => [jwk.kid, toKey(jwk)]),
  );
  const delegatedKeys = new Map();

  /** @param {string} jwt @param {string} typ @param {number} seconds @param {(header: any) => any} keyOf */
  function payloadOf(jwt, typ, seconds, keyOf) {
    const [head = "", body = "", signature = "", ...rest] = jwt.split(".");
    const header = decoded(head);
    if (rest.length > 0 || header.alg !== "ES256" || header.typ !== typ) throw new Error(typ);
    const key = { key: keyOf(header), dsaEncoding: /** @type {const} */ ("ieee-p1363") };
    const signed = Buffer.from(`${head}.${body}`);
    const isSigned = verify("sha256", signed, key, Buffer.from(signature, "base64url"));
    const { iss, aud, iat, exp, ...payload } = decoded(body);
    const time = now() / 1000;
    const isFresh = iat <= time + CLOCK_SKEW && exp > time - CLOCK_SKEW && exp - iat <= seconds;
    if (!isSigned || iss !== "palisade-proxy" || aud !== service || !isFresh) throw new Error(typ);
    return { ...payload, exp };
  }

  function delegatedKey(/** @type {{ delegation: string }} */ { delegation }) {
    const known = delegatedKeys.get(delegation);
    if (known?.exp > now() / 1000) return known.key;
    const { cnf, exp } = payloadOf(delegation, "delegation+jwt", 3_600, ({ kid }) => keys.get(kid));
    if (delegatedKeys.size >= 1_000) delegatedKeys.clear();
    const key = toKey(cnf.jwk);
    delegatedKeys.set(delegation, { key, exp });
    return key;
  }

  return ({ method, url = "", headers }) => {
    try {
      const jwt = String(headers["x-user-assertion"]);
      const { htm, htu, user } = payloadOf(jwt, "assertion+jwt", 60, delegatedKey);
      if (htm === method && htu === url.split("?", 1)[0]) return user;
    } catch {} // The response is the same, whatever is wrong.
    throw new HttpError(401, "The request has no valid assertion of the platform.");
  };
}

const toKey = (/** @type {any} */ jwk) => createPublicKey({ key: jwk, format: "jwk" });
const decoded = (/** @type {string} */ part) =>
  JSON.parse(Buffer.from(part, "base64url").toString());
