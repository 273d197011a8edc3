// @ts-check
/** @import { OutgoingHttpHeaders } from "node:http" */

/** The configuration is not valid, so the service cannot start. */
export class ConfigurationError extends Error {
  /** @override */
  name = "ConfigurationError";
}

/** An error response of a handler. The client receives its message. */
export class HttpError extends Error {
  /** @override */
  name = "HttpError";

  /**
   * @param {number} status
   * @param {string} message
   * @param {OutgoingHttpHeaders} [headers] None by default.
   */
  constructor(status, message, headers = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
