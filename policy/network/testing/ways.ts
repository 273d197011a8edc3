import assert from "node:assert/strict";
import { forbidNearPathsFromInternet } from "../../private-servers/forbidNearPathsFromInternet.ts";
import { forbidPathsFromInternet } from "../../private-servers/forbidPathsFromInternet.ts";
import { judgeStack, type Declared } from "../../testing/judge.ts";
import { changedStack, type StackChange } from "../../testing/stackTable.ts";
import { deployed, previewed } from "./declared.ts";

/** A stack with an open path: the host that is found, and the path in the finding. */
type OpenCase = readonly [StackChange, host: string, way: RegExp];

/** A stack without an open path, and the obstacle if a single change would open one. */
type ClosedCase = StackChange | readonly [StackChange, obstacle: RegExp];

const forms = { deployed, previewed };

/** Defines tests of open stacks, each as deployed and in the preview of a new stack. */
export function opens(
  stack: readonly Declared[],
  cases: Readonly<Record<string, OpenCase>>,
  settings: object = {},
): void {
  for (const [what, [change, host, way]] of Object.entries(cases)) {
    for (const [form, make] of Object.entries(forms)) {
      it(`is open to the internet through ${what}, ${form}`, () => {
        const resources = make(changedStack(stack, change));

        const { violations } = judgeStack(forbidPathsFromInternet, resources, settings);
        const near = judgeStack(forbidNearPathsFromInternet, resources, settings);

        const messages = violations.map(({ message }) => message);
        assert.equal(messages.length, 1, messages.join("\n"));
        assert.ok(violations[0]!.urn?.endsWith(`::${host}`), violations[0]!.urn);
        assert.match(messages[0]!, way);
        assert.match(messages[0]!, /^The (.+) (reaches|may reach) the .*: \1 → /);
        assert.deepEqual(near.violations, []);
      });
    }
  }
}

/** The same for closed stacks. */
export function closes(
  stack: readonly Declared[],
  cases: Readonly<Record<string, ClosedCase>>,
  settings: object = {},
): void {
  for (const [what, row] of Object.entries(cases)) {
    const [change, obstacle] = hasObstacle(row) ? row : [row];
    const whether = obstacle ? "just keeps" : "keeps";
    for (const [form, make] of Object.entries(forms)) {
      it(`${whether} the internet out with ${what}, ${form}`, () => {
        const resources = make(changedStack(stack, change));

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

/** Defines tests of stacks that do not show whether a path is open, with what is said about it. */
export function undecided(
  stack: readonly Declared[],
  cases: Readonly<Record<string, readonly [StackChange, reason: RegExp]>>,
  settings: object = {},
): void {
  for (const [what, [change, reason]] of Object.entries(cases)) {
    for (const [form, make] of Object.entries(forms)) {
      it(`is undecided with ${what}, ${form}`, () => {
        const resources = make(changedStack(stack, change));

        const found = judgeStack(forbidPathsFromInternet, resources, settings);
        const near = judgeStack(forbidNearPathsFromInternet, resources, settings);

        assert.deepEqual([...found.violations, ...near.violations], []);
        assert.match(
          found.undecided ?? "",
          /^This stack does not show .* so the internet may reach/,
        );
        assert.match(found.undecided ?? "", reason);
      });
    }
  }
}

const hasObstacle = (row: ClosedCase): row is readonly [StackChange, obstacle: RegExp] =>
  Array.isArray(row);
