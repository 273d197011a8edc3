// @ts-check
import { writeSync } from "node:fs";
import { Writable } from "node:stream";

/**
 * Writes the function's output directly to a file. This needs no other process, and keeps the output before
 * an endless loop.
 *
 * @param {number} descriptor
 * @returns a function that ends an unfinished line, so that the next output starts a new one
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
          // On a full disk, only the lines are lost. Without `done`, the stream would buffer all further output.
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
