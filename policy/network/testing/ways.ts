import assert from "node:assert/strict";
import { forbidNearPathsFromInternet } from "../../private-servers/forbidNearPathsFromInternet.ts";
import { forbidPathsFromInternet } from "../../private-servers/forbidPathsFromInternet.ts";
import { judgeStack } from "../../testing/judge.ts";
import { type Declared, deployed, previewed } from "./declared.ts";
import { changed, type Changes } from "./openStack.ts";

/** What differs from a stack. */
interface Difference {
  readonly change?: Changes;
  readonly add?: readonly Declared[];
}

/** A stack with a way in: the host that is found, and what is said of the way. */
type OpenCase = readonly [Difference, host: string, way: RegExp];

/** A stack with none. Where it would take one change only, what keeps the internet out. */
type ClosedCase = readonly [Difference, obstacle?: RegExp];

const forms = { deployed, previewed };

/** Makes tests of stacks that are open, each once it exists and in the preview of a new stack. */
export function opens(
  stack: readonly Declared[],
  cases: Readonly<Record<string, OpenCase>>,
  settings: object = {},
): void {
  for (const [what, [{ change = {}, add = [] }, host, way]] of Object.entries(cases)) {
    for (const [form, make] of Object.entries(forms)) {
      it(`lets the internet in by ${what}, ${form}`, () => {
        const resources = make(changed(stack, change, add));

        const { violations } = judgeStack(forbidPathsFromInternet, resources, settings);
        const near = judgeStack(forbidNearPathsFromInternet, resources, settings);

        const messages = violations.map(({ message }) => message);
        assert.equal(messages.length, 1, messages.join("\n"));
        assert.ok(violations[0]!.urn?.endsWith(`::${host}`), violations[0]!.urn);
        assert.match(messages[0]!, way);
        assert.match(messages[0]!, /^The internet reaches the .*: internet → /);
        assert.deepEqual(near.violations, []);
      });
    }
  }
}

/** The same of stacks that are closed. */
export function closes(
  stack: readonly Declared[],
  cases: Readonly<Record<string, ClosedCase>>,
  settings: object = {},
): void {
  for (const [what, [{ change = {}, add = [] }, obstacle]] of Object.entries(cases)) {
    const whether = obstacle ? "just keeps" : "keeps";
    for (const [form, make] of Object.entries(forms)) {
      it(`${whether} the internet out with ${what}, ${form}`, () => {
        const resources = make(changed(stack, change, add));

        const found = judgeStack(forbidPathsFromInternet, resources, settings);
        const near = judgeStack(forbidNearPathsFromInternet, resources, settings);

        const messages = near.violations.map(({ message }) => message);
        assert.deepEqual(found, { violations: [], undecided: undefined });
        assert.equal(messages.length, obstacle ? 1 : 0, messages.join("\n"));
        if (obstacle) assert.match(messages[0]!, obstacle);
      });
    }
  }
}
