// @ts-check
/** @import { IncomingHttpHeaders } from "node:http" */

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
 * the client, and only the proxy can reach the service.
 *
 * @param {IncomingHttpHeaders} headers
 * @returns {Caller} with the claims that the token has.
 */
export function callerOf(headers) {
  /** @param {string} name */
  const claim = (name) => headers[`x-user-${name}`]?.toString() || undefined;
  return {
    sub: claim("sub"),
    email: claim("email"),
    username: claim("username"),
    groups: claim("groups")
      ?.split(",")
      .map((group) => group.trim()),
    scope: claim("scope"),
    clientId: claim("client-id"),
  };
}
