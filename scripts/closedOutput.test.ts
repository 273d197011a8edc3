import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

const source = new URL("closedOutput.mjs", import.meta.url).href;

/** Runs a program that prints for ever, reads its first line, and closes its output. */
async function readOneLineOf(program: string) {
  const prints = 'setInterval(() => process.stdout.write("line\\n"), 1);';
  const script = `import { endWithOutput } from "${source}"; endWithOutput(); ${program} ${prints}`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  const errors = text(child.stderr);
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { code, signal, errors: await errors };
}

describe("a command whose output is closed", () => {
  it("ends without an error", async () => {
    assert.deepEqual(await readOneLineOf(""), { code: 0, signal: null, errors: "" });
  });

  it("stops once, by its own handler of termination signals", async () => {
    const handler = `process.on("SIGTERM", () => {
      process.stderr.write("stopping ");
      setTimeout(() => process.exit(3), 50);
    });`;

    const { code, errors } = await readOneLineOf(handler);

    assert.deepEqual({ code, errors }, { code: 3, errors: "stopping " });
  });
});
