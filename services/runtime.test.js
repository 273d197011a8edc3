// @ts-check
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/**
 * An image contains only its service's folder, so each folder has a copy of `runtime/`. Change all copies
 * together.
 */
describe("the services' copies of runtime/", () => {
  const [first, ...others] = readdirSync(import.meta.dirname).filter((service) =>
    existsSync(`${import.meta.dirname}/${service}/runtime`),
  );

  for (const service of others) {
    it(`are the same in ${service} as in ${first}`, () => {
      assert.deepEqual(sourcesOf(service), sourcesOf(String(first)));
    });
  }
});

/** @param {string} service */
function sourcesOf(service) {
  const folder = `${import.meta.dirname}/${service}/runtime`;
  return readdirSync(folder)
    .filter((file) => !file.endsWith(".test.js"))
    .map((file) => ({ file, source: readFileSync(`${folder}/${file}`, "utf8") }));
}
