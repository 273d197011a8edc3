// @ts-check
/** @import { Routes } from "./runtime/router.js" */
import { createHash } from "node:crypto";

/** @typedef {{ id: string, name: string, priceCents: number, currency: string }} Product */

/**
 * @param {readonly Product[]} items
 * @returns {Routes}
 */
export function createCatalogRoutes(items) {
  return {
    "/catalog": {
      GET({ caller, request }) {
        const body = { items, caller };
        const etag = etagOf(body);
        // The body names the caller, so shared caches must not store it, and private ones must revalidate it.
        const headers = { etag, "cache-control": "private, no-cache" };
        const unchanged = matches(request.headers["if-none-match"], etag);
        return unchanged ? { status: 304, headers } : { headers, body };
      },
    },
  };
}

/** @param {unknown} body */
function etagOf(body) {
  return `"${createHash("sha256").update(JSON.stringify(body)).digest("base64url")}"`;
}

/**
 * The weak comparison of RFC 9110, section 13.1.2.
 *
 * @param {string | undefined} ifNoneMatch
 * @param {string} etag
 */
function matches(ifNoneMatch = "", etag) {
  const candidates = ifNoneMatch.split(",").map((candidate) => candidate.trim());
  return candidates.some(
    (candidate) => candidate === "*" || candidate.replace(/^W\//, "") === etag,
  );
}
