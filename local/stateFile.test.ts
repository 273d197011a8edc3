import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PlatformState, publishState } from "./stateFile.ts";

const state = (port: number): PlatformState => ({
  edge: `http://127.0.0.1:${port}`,
  console: `http://127.0.0.1:${port}/_palisade/`,
  regions: {},
});

describe("publishState", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "state-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const shown = async () => JSON.parse(await readFile(join(folder, "platform.json"), "utf8"));

  it("writes the platform's addresses until it stops", async () => {
    const published = await publishState(folder, state(1));

    assert.deepEqual(await shown(), state(1));
    assert.equal((await stat(join(folder, "platform.json"))).mode & 0o777, 0o600);

    await published.takeBack();
    assert.equal(existsSync(join(folder, "platform.json")), false);
  });

  it("describes the latest of several platforms, and the other one after that has stopped", async () => {
    const first = await publishState(folder, state(1));
    const second = await publishState(folder, state(2));

    assert.deepEqual(await shown(), state(2));

    await second.takeBack();
    assert.deepEqual(await shown(), state(1));
    await first.takeBack();
  });

  it("takes other addresses of a platform, and shows them while it is the latest", async () => {
    const first = await publishState(folder, state(1));
    await first.replace(state(3));
    assert.deepEqual(await shown(), state(3));

    const second = await publishState(folder, state(2));
    await first.replace(state(4));
    assert.deepEqual(await shown(), state(2));

    await second.takeBack();
    assert.deepEqual(await shown(), state(4));
    await first.takeBack();
  });

  it("keeps describing the latest when an earlier platform stops", async () => {
    const first = await publishState(folder, state(1));
    const second = await publishState(folder, state(2));

    await first.takeBack();

    assert.deepEqual(await shown(), state(2));
    await second.takeBack();
  });
});
