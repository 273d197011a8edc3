import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { compare } from "./compare.ts";
import type { CorpusState } from "./support/state.ts";

const folder = new URL("states/", import.meta.url);

/** Every export of the files in `states/`, by name. */
async function readStates(): Promise<[string, CorpusState][]> {
  const files = (await readdir(folder)).toSorted();
  const modules = await Promise.all(
    files.map(async (file) => (await import(new URL(file, folder).href)) as object),
  );
  return modules.flatMap((exports) => Object.entries(exports) as [string, CorpusState][]);
}

const states = await readStates();

// The states have the form of well-known programs. They were written, not exported from AWS.
describe("the policies on a corpus of real-world states", () => {
  const totals = { expected: 0, found: 0, missed: 0, false: 0 };

  for (const [name, state] of states) {
    it(`are right about ${name}: ${state.about}`, () => {
      const result = compare(state);

      totals.expected += result.expected;
      totals.found += result.found;
      totals.missed += result.missed.length;
      totals.false += result.false.length;
      const { missed = {}, false: alarms = {} } = state.known ?? {};
      const known = { missed: Object.keys(missed), false: Object.keys(alarms) };
      assert.deepEqual(
        { missed: result.missed.toSorted(), false: result.false.toSorted() },
        { missed: known.missed.toSorted(), false: known.false.toSorted() },
      );
    });
  }

  after(() => {
    const { expected, found, missed, false: alarms } = totals;
    const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
    console.log(
      `    ${states.length} states: ${expected} findings expected, ${found} found, ${missed} missed, ${alarms} false; ` +
        `precision ${percent(found - alarms, found)}, recall ${percent(expected - missed, expected)}`,
    );
  });
});
