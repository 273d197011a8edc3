// @ts-check
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { encode, FrameReader } from "../frames.mjs";

/**
 * @typedef {import("../messages.ts").FromWorker} FromWorker
 * @typedef {import("../messages.ts").ToWorker} ToWorker
 */

/** Pipes that the platform gives to the process when it starts it. */
const fromPlatform = 3;
const toPlatform = 4;

/**
 * @param {(message: ToWorker) => void} receive
 * @returns Node.js's own object behind the pipe
 */
export function listen(receive) {
  const frames = new FrameReader();
  const input = new Socket({ fd: fromPlatform, readable: true, writable: false });
  input.on("data", (bytes) => {
    for (const message of frames.read(bytes)) receive(/** @type {any} */ (message));
  });
  // The platform is gone.
  input.on("error", () => process.exit());
  input.on("close", () => process.exit());
  return /** @type {any} */ (input)._handle;
}

/**
 * Written at once and as a whole: nothing is lost when the function ends its process in the same turn.
 *
 * @param {readonly FromWorker[]} messages
 */
export function send(messages) {
  const bytes = encode(messages);
  for (let sent = 0; sent < bytes.length;) {
    try {
      sent += writeSync(toPlatform, bytes, sent);
    } catch (error) {
      // Otherwise the platform is gone; the other pipe tells.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EAGAIN") return;
    }
  }
}
