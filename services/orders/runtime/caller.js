// @ts-check
/** @import { IncomingHttpHeaders } from "node:http" */

/**
 * Who called, as the API's authorizer verified it.
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
 * Reads the headers that the platform's proxy adds. They can be trusted because the proxy removes any that
 * the client sent, and nothing but the proxy reaches the service.
 *
 * @param {IncomingHttpHeaders} headers
 * @returns {Caller} without what the token did not say.
 */
export function callerOf(headers) {
  /** @param {string} name */
  const said = (name) => headers[`x-user-${name}`]?.toString() || undefined;
  return {
    sub: said("sub"),
    email: said("email"),
    username: said("username"),
    groups: said("groups")
      ?.split(",")
      .map((group) => group.trim()),
    scope: said("scope"),
    clientId: said("client-id"),
  };
}
