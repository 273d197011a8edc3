// @ts-check
/** @import { OutgoingHttpHeaders } from "node:http" */

/** The service cannot start as it is configured. */
export class ConfigurationError extends Error {
  /** @override */
  name = "ConfigurationError";
}

/** An answer other than success that a handler means to give; its message is told to the client. */
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
