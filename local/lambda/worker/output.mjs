// @ts-check
import { openSync, writeSync } from "node:fs";
import { Writable } from "node:stream";

/**
 * Sends what the thread prints straight into a file: no other thread has to take part, and the last
 * words before an endless loop are there too.
 *
 * @param {string} file
 */
export function printTo(file) {
  const descriptor = openSync(file, "a");
  for (const name of ["stdout", "stderr"]) {
    const value = new Writable({
      decodeStrings: false,
      write(/** @type {string | Buffer} */ chunk, encoding, done) {
        if (typeof chunk === "string") writeSync(descriptor, chunk, null, encoding);
        else writeSync(descriptor, chunk);
        done();
      },
    });
    Object.defineProperty(process, name, { value, configurable: true, enumerable: true });
  }
}
