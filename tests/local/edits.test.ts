import type { ReloadEvent } from "../../local/apiTypes/platform.ts";
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type { PlatformState } from "../../local/stateFile.ts";
import { allEdits, type Edit, type Expected, someEdits } from "./edits/edits.ts";
import { holdingsOf, type Holdings } from "./edits/processes.ts";
import { EditedProject } from "./edits/project.ts";
import { Times } from "./edits/times.ts";
import { Traffic } from "./edits/traffic.ts";
import { PlatformProcess } from "../support/platformProcess.ts";

/** Number of edits, of all kinds and in two regions. Without it, the most important kinds once, in one region. */
const edits = Number(process.env["EDITS"] ?? 0);
const regions = edits > 0 ? ["us-east-1", "eu-west-1"] : ["us-east-1"];

/** What the control API tells of reloads. */
interface Reloads {
  readonly settled: boolean;
  readonly reloads: readonly ReloadEvent[];
  readonly faults: readonly ReloadEvent[];
}

/** This test does not prove that calls with a long duration survive: `local/region/` has tests of that. */
describe("edits while the platform runs", function () {
  this.timeout(edits > 0 ? 3_600_000 : 240_000);
  let project: EditedProject;
  let platform: PlatformProcess;
  let state: PlatformState;
  let traffic: Traffic[];

  before(async () => {
    project = await EditedProject.create(regions);
    platform = PlatformProcess.in(project.folder, "--port", "0");
    state = await platform.ready();
    const paths = ["/health", "/service", "/function", "/definition"];
    traffic = regions.map((region) => new Traffic(state.regions[region]!.api, paths));
  });
  after(async () => {
    await Promise.all((traffic ?? []).map((each) => each.stop()));
    await platform?.stop();
    await rm(project.folder, { recursive: true });
  });

  const reloads = async (): Promise<Reloads> => {
    const response = await fetch(`${state.edge}/_palisade/reloads`);
    return (await response.json()) as Reloads;
  };

  /** Waits until an edit has been acted upon. @returns the last reload for it */
  const settle = async (since: number): Promise<ReloadEvent> => {
    for (;;) {
      const { settled, reloads: all } = await reloads();
      const last = all.at(-1);
      if (settled && last !== undefined && Date.parse(last.at) >= since) return last;
      await pause(20);
    }
  };

  const assertAsExpected = async (expected: Expected, edit: Edit) => {
    const { faults } = await reloads();
    assert.deepEqual(
      new Set(faults.map(({ kind }) => kind)),
      expected.faults,
      `after "${edit.name}":\n${platform.output.split("\n").slice(-30).join("\n")}`,
    );
    const { shared, stage } = expected;
    for (const each of traffic) {
      const answers = await each.answers();
      const bodies = answers.slice(1).map(({ body }) => body);
      assert.deepEqual(
        bodies,
        [
          { number: expected.service },
          { number: expected.function, shared },
          { number: expected.definition, shared, stage: String(stage) },
        ],
        `after "${edit.name}"`,
      );
      assert.equal((await each.call("/extra")).status, expected.extra ? 200 : 403, edit.name);
      assert.equal((await each.call("/second/health")).status, expected.second ? 200 : 403);
    }
  };

  /** What is held once all that was replaced has ended. @throws AssertionError when a process is left */
  const heldAtLast = async (services: number): Promise<Holdings> => {
    const needed = { reaper: 1, endpoint: regions.length, bundler: 1, service: services };
    const isOver = AbortSignal.timeout(40_000);
    for (;;) {
      const held = holdingsOf(platform.child.pid!);
      if (isDeepStrictEqual(held.processes, needed)) return held;
      if (isOver.aborted) assert.deepEqual(held.processes, needed);
      await pause(100);
    }
  };

  it("take effect, lose no call, and leave nothing behind", async () => {
    const expected: Expected = {
      ...{ service: 0, function: 0, shared: 0, definition: 0, stage: 0 },
      ...{ extra: false, second: false, faults: new Set() },
    };
    const kinds = edits > 0 ? allEdits(regions) : someEdits(regions);
    const times = new Times();
    const before = holdingsOf(platform.child.pid!);

    for (let number = 1; number <= Math.max(edits, kinds.length); number++) {
      const edit = kinds[(number - 1) % kinds.length]!;
      const since = Date.now();
      await edit.apply(project, expected, number);
      // What must happen for nothing is seen with the next edit: it would not be the only reload.
      if (edit.reloads === false) continue;
      const last = await settle(since);
      times.add(edit.name, Date.parse(last.at) - since);
      await assertAsExpected(expected, edit);
    }

    const lost = traffic.flatMap((each) => each.lost);
    const after = await heldAtLast(regions.length * (expected.second ? 2 : 1));
    times.print(
      traffic.reduce((sum, { calls }) => sum + calls, 0),
      before,
      after,
    );
    assert.deepEqual(lost, []);
    assert.ok(after.instances <= 6 * regions.length, `${after.instances} processes of functions`);
    assert.ok(after.handles <= before.handles + 60, `${after.handles} of ${before.handles}`);
    assert.ok(after.memoryMb <= before.memoryMb + 400, `${after.memoryMb} MB`);
  });
});
