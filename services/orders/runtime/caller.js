// @ts-check
/** @import { IncomingHttpHeaders } from "node:http" */
import { HttpError } from "./errors.js";

/**
 * The caller, as verified by the API's authorizer.
 *
 * @typedef {object} Caller
 * @property {string} [sub] The user's id, or the client's for a machine.
 * @property {string} [email]
 * @property {string} [username]
 * @property {string[]} [groups]
 * @property {string} [scope] The token's scopes, separated by spaces (RFC 6749, section 3.3).
 * @property {string} [clientId]
 */

/**
 * Reads the headers that the platform's proxy adds. They can be trusted, because the proxy removes those of
 * the client, and only the proxy can reach the service. Their values are percent-encoded.
 *
 * @param {IncomingHttpHeaders} headers
 * @returns {Caller} with the claims that the token has.
 * @throws {HttpError} 400 for a value that no proxy has encoded.
 */
export function callerOf(headers) {
  /** @param {string} name */
  const encoded = (name) => headers[`x-user-${name}`]?.toString() || undefined;
  /** @param {string} name */
  const claim = (name) => decoded(encoded(name));
  return {
    sub: claim("sub"),
    email: claim("email"),
    username: claim("username"),
    groups: encoded("groups")
      ?.split(",")
      .map((group) => decoded(group.trim())),
    scope: claim("scope"),
    clientId: claim("client-id"),
  };
}

/**
 * @template {string | undefined} Value
 * @param {Value} value
 * @returns {Value}
 */
function decoded(value) {
  try {
    return /** @type {Value} */ (value && decodeURIComponent(value));
  } catch {
    throw new HttpError(400, "A header about the caller is not percent-encoded.");
  }
}
