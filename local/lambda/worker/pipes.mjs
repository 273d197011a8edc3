// @ts-check
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { encode, FrameReader } from "../frames.mjs";

/**
 * @typedef {import("../messages.ts").FromWorker} FromWorker
 * @typedef {import("../messages.ts").ToWorker} ToWorker
 */

/** File descriptors of the pipes to and from the platform. */
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
  // The platform has ended.
  input.on("error", () => process.exit());
  input.on("close", () => process.exit());
  return /** @type {any} */ (input)._handle;
}

/**
 * Writes messages synchronously, so that nothing is lost if the function ends its process in the same turn.
 *
 * @param {readonly FromWorker[]} messages
 */
export function send(messages) {
  const bytes = encode(messages);
  for (let sent = 0; sent < bytes.length;) {
    try {
      sent += writeSync(toPlatform, bytes, sent);
    } catch (error) {
      // Otherwise the platform has ended, which the other pipe reports.
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EAGAIN") return;
    }
  }
}
