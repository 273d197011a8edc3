import { randomFillSync } from "node:crypto";

/** Asking the system for each few bytes was a fifth of the gateway's time. */
const pool = Buffer.allocUnsafeSlow(8192);
let used = pool.length;

/** @param digits - an even number */
export const randomHex = (digits: number): string => draw(digits / 2, "hex");

/** @param bytes - that the text stands for */
export const randomBase64Url = (bytes: number): string => draw(bytes, "base64url");

function draw(bytes: number, encoding: "hex" | "base64url"): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString(encoding, used - bytes, used);
}
