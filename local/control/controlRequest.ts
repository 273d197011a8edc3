import type { IncomingMessage } from "node:http";
import { readJson } from "./body.ts";
import { ControlError } from "./controlError.ts";

/** A request for an endpoint. */
export class ControlRequest {
  readonly query: URLSearchParams;
  readonly #params: ReadonlyMap<string, string>;
  readonly #message: IncomingMessage;

  constructor(
    message: IncomingMessage,
    params: ReadonlyMap<string, string>,
    query: URLSearchParams,
  ) {
    this.#message = message;
    this.#params = params;
    this.query = query;
  }

  /** A parameter of the path, decoded: any text that is not empty. */
  param(name: string): string {
    const value = this.#params.get(name);
    if (value === undefined) throw new TypeError(`The endpoint's path has no {${name}}.`);
    return value;
  }

  /**
   * A parameter of the query that is a whole number.
   *
   * @param limits - `fallback` is the value without the parameter
   * @throws ControlError 400 for anything else, and outside the limits
   */
  integer(name: string, limits: { min: number; max: number; fallback: number }): number {
    const text = this.query.get(name);
    if (text === null) return limits.fallback;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= limits.min && value <= limits.max) return value;
    const allowed = `It must be a whole number from ${limits.min} to ${limits.max}`;
    throw new ControlError(400, `The parameter ?${name}= is "${text}". ${allowed}.`);
  }

  /**
   * The body, which must be JSON and have its content type.
   *
   * @param maxBytes - @default 1 MiB
   * @throws ControlError 400, 413 or 415
   */
  json(maxBytes = 1_048_576): Promise<unknown> {
    return readJson(this.#message, maxBytes);
  }
}
