import assert from "node:assert/strict";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pulumiBackend } from "./deployedState.ts";

/** Answers as the CLI does; the messages are those of Pulumi 3.230. */
const script = (folder: string) => `#!/bin/sh
echo "$@" >>'${folder}/calls'
case "$*" in
*dev-full*) cat '${folder}/full.json' ;;
*dev-empty*) echo '{"version":3,"deployment":{"manifest":{}}}' ;;
*dev-locked*) echo "error: passphrase must be set" >&2; exit 255 ;;
*) echo "error: no stack named 'x' found" >&2; exit 6 ;;
esac
`;

const state = {
  version: 3,
  deployment: {
    resources: [
      { type: "pulumi:pulumi:Stack" },
      { type: "pulumi:providers:aws" },
      { type: "aws:dynamodb/table:Table", outputs: { name: "dev-orders-1a2b" } },
      { type: "aws:sqs/queue:Queue", outputs: { name: "dev-feedback" } },
    ],
    pending_operations: [{ type: "creating" }],
  },
};

describe("pulumiBackend", () => {
  const path = process.env["PATH"];
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "pulumi-"));
    await writeFile(join(folder, "pulumi"), script(folder));
    await writeFile(join(folder, "full.json"), JSON.stringify(state));
    await chmod(join(folder, "pulumi"), 0o755);
  });
  beforeEach(() => (process.env["PATH"] = `${folder}${delimiter}${path}`));
  afterEach(() => (process.env["PATH"] = path));
  after(() => rm(folder, { recursive: true }));

  for (const [stack, expected] of [
    ["dev-full", { resources: 3, tables: ["dev-orders-1a2b"] }],
    ["dev-empty", { resources: 0, tables: [] }],
    ["dev-other", undefined],
  ] as const) {
    it(`reads ${expected ? `${expected.resources} resources` : "no stack"}: ${stack}`, async () => {
      assert.deepEqual(await pulumiBackend(folder).stateOf(stack), expected);
    });
  }

  it("reports a backend that does not respond", async () => {
    await assert.rejects(pulumiBackend(folder).stateOf("dev-locked"), {
      name: "RegionError",
      message:
        /"dev-locked" is deployed is unknown: error: passphrase must be set\. Log in .*--never-deployed/,
    });
  });

  it("reports a missing CLI", async () => {
    process.env["PATH"] = "/no-such-folder";
    await assert.rejects(pulumiBackend(folder).stateOf("dev-full"), /CLI is not on PATH/);
  });

  it("removes a stack without --force, so the CLI refuses one with resources", async () => {
    await pulumiBackend(folder).remove("dev-empty");

    const calls = (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");
    assert.equal(calls.at(-1), "stack rm dev-empty --yes --non-interactive");
  });
});
