// @ts-check
import { createHash } from "node:crypto";
import { zipSync } from "fflate";

/**
 * A file that the service serves.
 *
 * @typedef {{ readonly path: string, readonly type: string, readonly content: Buffer }} ServedFile
 */

/**
 * Bytes that can't be compressed, the same in every process.
 *
 * @param {number} length
 */
function noise(length) {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
    createHash("sha256").update(String(index)).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

/** @param {number} length */
const html = (length) =>
  Buffer.from(`<!doctype html><title>Page</title><p>${"word ".repeat(length / 5)}</p>`);

const zip = Buffer.from(zipSync({ "map.png": noise(1_000_000) }, { mtime: "1980-01-02" }));

/**
 * Four files of growing depth and size, the last one a zip.
 *
 * @type {readonly ServedFile[]}
 */
export const files = [
  { path: "/", type: "text/html; charset=utf-8", content: html(600) },
  { path: "/guide/page.html", type: "text/html; charset=utf-8", content: html(10_000) },
  { path: "/guide/images/map.png", type: "image/png", content: noise(100_000) },
  { path: "/guide/images/all/maps.zip", type: "application/zip", content: zip },
];
