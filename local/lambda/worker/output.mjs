// @ts-check
import { mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { Writable } from "node:stream";

/**
 * Sends what the thread prints straight into a file: no other thread has to take part, and the last
 * words before an endless loop are there too.
 *
 * @param {string} file
 * @returns ends a line that was begun, so that the next to write starts a new one
 */
export function printTo(file) {
  // Somebody, or a later start, may have removed the folder.
  mkdirSync(dirname(file), { recursive: true });
  const descriptor = openSync(file, "a");
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
