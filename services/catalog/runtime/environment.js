// @ts-check
import { ConfigurationError } from "./errors.js";

const HIGHEST_PORT = 65_535;

/**
 * A variable that the service cannot do without.
 *
 * @param {string} name
 * @param {string} meaning What to set it to, for whoever reads the error.
 * @throws {ConfigurationError} when it is unset or empty.
 */
export function required(name, meaning) {
  const value = process.env[name];
  if (!value) throw new ConfigurationError(`${name} is not set: give it ${meaning}.`);
  return value;
}

/**
 * Where to listen: `HOST` (default: every address of the container) and `PORT` (default 8080; 0 picks a free one).
 *
 * @throws {ConfigurationError} when PORT is no port.
 */
export function listenAddress() {
  const { HOST, PORT } = process.env;
  const port = PORT ? Number(PORT) : 8080;
  if (!Number.isInteger(port) || port < 0 || port > HIGHEST_PORT) {
    throw new ConfigurationError(`PORT is "${PORT}": give it a number from 0 to ${HIGHEST_PORT}.`);
  }
  return { host: HOST || "0.0.0.0", port };
}
