// @ts-check
import { writeSync } from "node:fs";
import { Writable } from "node:stream";

/**
 * Sends what the function prints straight into a file: no other process has to take part, and the last
 * words before an endless loop are there too.
 *
 * @param {number} descriptor
 * @returns ends a line that was begun, so that the next to write starts a new one
 */
export function printTo(descriptor) {
  let isWithinLine = false;
  for (const name of ["stdout", "stderr"]) {
    const value = new Writable({
      decodeStrings: false,
      write(/** @type {string | Buffer} */ chunk, encoding, done) {
        try {
          if (typeof chunk === "string") writeSync(descriptor, chunk, null, encoding);
          else writeSync(descriptor, chunk);
          isWithinLine = typeof chunk === "string" ? !chunk.endsWith("\n") : chunk.at(-1) !== 10;
        } catch {
          // A full disk costs the lines, not the event. Without `done`, the stream would keep all that follows.
        }
        done();
      },
    });
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true });
  }
  return () => {
    if (isWithinLine) process.stdout.write("\n");
  };
}
