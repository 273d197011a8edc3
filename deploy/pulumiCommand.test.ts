import assert from "node:assert/strict";
import { LocalWorkspace } from "@pulumi/pulumi/automation/index.js";
import { FakePulumi } from "./testing/fakePulumi.ts";

describe("detachedPulumi", () => {
  let fake: FakePulumi;
  before(async () => (fake = await FakePulumi.create()));
  after(() => fake.remove());

  it("returns the CLI's output, and passes it on", async () => {
    const [out, err]: [string[], string[]] = [[], []];

    const { stdout, stderr, code } = await fake.run(
      ["say", "é out", "err"],
      {},
      {
        onOutput: (text) => out.push(text),
        onError: (text) => err.push(text),
      },
    );

    assert.deepEqual({ stdout, stderr, code }, { stdout: "é out", stderr: "err", code: 0 });
    assert.deepEqual([out.join(""), err.join("")], ["é out", "err"]);
  });

  it("runs the CLI in the given folder with the given variables, never interactively", async () => {
    const { stdout } = await fake.run(["report"], { GIVEN: "yes", HOME: "/nowhere" });

    const { args, folder, env } = JSON.parse(stdout) as {
      args: string[];
      folder: string;
      env: Record<string, string>;
    };
    assert.deepEqual(args, ["report", "--non-interactive"]);
    assert.equal(folder, fake.folder);
    assert.equal(env["GIVEN"], "yes");
    assert.equal(env["HOME"], "/nowhere");
    assert.equal(env["PULUMI_AUTOMATION_API"], "true");
  });

  for (const [what, args, message] of [
    ["its output on stderr", ["say", "out", "no such stack", "6"], "pulumi say out: no such stack"],
    ["its output on stdout if stderr is empty", ["say", "out", "", "6"], "pulumi say out: out"],
    ["its exit code if it prints nothing", ["say", "", "", "6"], /: exit code 6$/],
  ] as const) {
    it(`fails with ${what}`, async () => {
      await assert.rejects(fake.run([...args]), { name: "PulumiError", message });
    });
  }

  it("fails with the errors that the CLI prints last, without expected warnings", async () => {
    const warning = "warning: using pulumi-resource-aws from $PATH at /bin/pulumi-resource-aws";
    const stdout = `Previewing update (dev):\n  ${warning}\nDiagnostics:\n  ${warning}\n  error: no module\n`;

    await assert.rejects(fake.run(["say", stdout, `${warning}\nerror: exit status 32`, "6"]), {
      message: /: error: exit status 32\nDiagnostics:\s+error: no module$/,
    });
  });

  it("fails if the CLI cannot be started", async () => {
    const missing = await FakePulumi.create();
    await missing.command();
    await missing.remove();

    await assert.rejects(missing.run(["version"]), { code: "ENOENT" });
    assert.equal(missing.running.size, 0);
  });

  it("sends one interrupt for its signal, to a process in its own group", async () => {
    const cancelling = new AbortController();
    const started = fake.waits();
    const running = fake.run(["wait"], {}, { signal: cancelling.signal });
    const { pid, group } = await started;

    cancelling.abort();

    // It ends by itself, some time after its first interrupt.
    const { stdout } = await running;
    assert.match(stdout, /interrupted 1 times$/);
    assert.equal(group, pid);
    assert.equal(fake.started.at(-1), pid);
  });

  it("ends a preview if this process is killed, and lets others finish", async () => {
    const [previews, others] = [fake.previews.length, fake.started.length];

    await fake.run(["preview"]).catch(() => {});
    await fake.run(["up"]).catch(() => {});

    assert.equal(fake.previews.length, previews + 1);
    assert.equal(fake.started.length, others + 1);
  });

  it("lets a running process be interrupted until it has ended", async () => {
    const started = fake.waits();
    const running = fake.run(["wait"]);
    await started;

    assert.equal(fake.running.size, 1);
    for (const interrupt of fake.running) interrupt();

    assert.match((await running).stdout, /interrupted 1 times$/);
    assert.equal(fake.running.size, 0);
  });

  it("starts nothing once it is cancelled", async () => {
    await assert.rejects(fake.run(["say", "x"], {}, { signal: AbortSignal.abort() }), {
      name: "AbortError",
    });
    assert.equal(fake.running.size, 0);
  });

  it("works as the CLI of the Automation API", async () => {
    const workspace = await LocalWorkspace.create({
      workDir: fake.folder,
      pulumiCommand: await fake.command(),
    });

    assert.equal(workspace.pulumiVersion, "3.240.1");
    assert.deepEqual(await workspace.listStacks(), []);
  });
});
