// @ts-check
import { createAssertionCheck } from "./assertion.js";
import { ConfigurationError } from "./errors.js";

const HIGHEST_PORT = 65_535;

/**
 * A required variable.
 *
 * @param {string} name
 * @param {string} meaning Its meaning, for the error.
 * @throws {ConfigurationError} when it is unset or empty.
 */
export function required(name, meaning) {
  const value = process.env[name];
  if (!value) throw new ConfigurationError(`${name} is not set. Set it to ${meaning}.`);
  return value;
}

/**
 * The address to listen on: `HOST` (default: every address of the container) and `PORT` (default 8080; 0 picks a free one).
 *
 * @throws {ConfigurationError} when PORT is not a valid port.
 */
export function listenAddress() {
  const { HOST, PORT } = process.env;
  const port = PORT ? Number(PORT) : 8080;
  if (!Number.isInteger(port) || port < 0 || port > HIGHEST_PORT) {
    throw new ConfigurationError(
      `PORT is "${PORT}". Set it to a number from 0 to ${HIGHEST_PORT}.`,
    );
  }
  return { host: HOST || "0.0.0.0", port };
}

/** Verifies who calls, if the platform has set `ASSERTION_JWKS`; otherwise `undefined`. */
export function assertionCheck() {
  const jwks = process.env.ASSERTION_JWKS;
  if (!jwks) return undefined;
  const service = required("ASSERTION_AUDIENCE", "the service's name in the platform");
  return createAssertionCheck({ jwks, service });
}
