// @ts-check
/** @import { Page } from "./store.js" */
import { HttpError } from "./runtime/errors.js";

/** @typedef {{ item: string, quantity: number }} NewOrder */

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Counts code points, as JSON Schema does, and refuses lone surrogates. */
const ITEM = /^\P{Surrogate}{1,100}$/su;
const HIGHEST_QUANTITY = 1_000;
const HIGHEST_LIMIT = 100;
const DEFAULT_LIMIT = 50;

/** @param {string} text */
export const isOrderId = (text) => ID.test(text);

/**
 * @param {unknown} body
 * @returns {NewOrder}
 * @throws {HttpError} 400 with the given value and what is allowed.
 */
export function parseNewOrder(body) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw badRequest("The body", body, 'an object: { "item": string, "quantity": integer }');
  }
  const { item, quantity, ...others } = /** @type {Record<string, unknown>} */ (body);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw badRequest("A field", unknown, "item or quantity");
  if (typeof item !== "string" || !ITEM.test(item)) {
    throw badRequest("item", item, "a string of 1 to 100 characters");
  }
  if (!isIntegerWithin(quantity, HIGHEST_QUANTITY)) {
    throw badRequest("quantity", quantity, `an integer from 1 to ${HIGHEST_QUANTITY}`);
  }
  return { item, quantity };
}

/**
 * @param {URLSearchParams} query
 * @returns {Page}
 * @throws {HttpError} 400 with the given value and what is allowed.
 */
export function parsePage(query) {
  const limit = query.get("limit") ?? String(DEFAULT_LIMIT);
  if (!/^\d+$/.test(limit) || !isIntegerWithin(Number(limit), HIGHEST_LIMIT)) {
    throw badRequest("limit", limit, `an integer from 1 to ${HIGHEST_LIMIT}`);
  }
  const nextToken = query.get("nextToken");
  if (nextToken === null) return { limit: Number(limit) };

  const afterId = Buffer.from(nextToken, "base64url").toString();
  if (!isOrderId(afterId)) throw badRequest("nextToken", nextToken, "one from an earlier response");
  return { limit: Number(limit), afterId };
}

/**
 * The inverse of {@link parsePage}. It holds no owner, so a token gives no access to another caller's orders.
 *
 * @param {string} lastId
 */
export const toNextToken = (lastId) => Buffer.from(lastId).toString("base64url");

/**
 * @param {unknown} value
 * @param {number} highest
 * @returns {value is number}
 */
function isIntegerWithin(value, highest) {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= highest;
}

/**
 * @param {string} what
 * @param {unknown} given
 * @param {string} allowed
 */
function badRequest(what, given, allowed) {
  return new HttpError(400, `${what} is ${shown(given)}, but must be ${allowed}.`);
}

/**
 * A value for an error. Names only the kind of lists and objects, which may be nested too deeply to print.
 *
 * @param {unknown} value
 */
function shown(value) {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return JSON.stringify(value)?.slice(0, 100) ?? "missing";
}
