import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { run as make } from "../../commands/new/index.ts";
import { run as call } from "../../commands/token/call.ts";
import { runCommand } from "../../project/testing/runCommand.ts";
import { copyProgram, linkPackages } from "../support/copyProgram.ts";
import { PlatformProcess, root } from "../support/platformProcess.ts";

const execute = promisify(execFile);

// commands/new/index.test.ts tests the changes of the definition one by one.
describe("what npm run new writes", function () {
  this.timeout(120_000);
  let folder: string;
  let platform: PlatformProcess | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "palisade-new-"));
    const files = ["package-lock.json", ".prettierrc.json", ".oxlintrc.json", ".mocharc.json"];
    await copyProgram(folder, "local", "policy", "scripts", ...files);
    await linkPackages(folder);
    for (const args of [
      ["service", "invoices"],
      ["function", "stock"],
      ["function", "nightly", "--schedule", "cron(0 3 * * ? *)"],
      ["route", "GET /invoices/{id}/items", "--service", "invoices"],
      ["route", "POST /stock", "--function", "stock"],
    ]) {
      const { code, stderr } = await runCommand(make, args, folder);
      assert.deepEqual([code, stderr], [0, ""]);
    }
  });
  after(async () => {
    await platform?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs a command of a package in the copy. */
  const tool = (name: string, ...args: string[]) =>
    execute(join(folder, "node_modules/.bin", name), args, { cwd: folder });

  it("has the project's format, and no fault that npm run check finds", async () => {
    const written = ["stacks", "handlers", "services/invoices"];

    await Promise.all([
      tool("prettier", "--check", ...written, "package-lock.json"),
      tool("oxlint", "--type-aware", "--type-check", ...written),
    ]);
  });

  it("passes its own tests", async () => {
    const tests = ["services/invoices/*.test.js", "handlers/*.test.ts"];
    const { stdout } = await tool("mocha", ...tests);

    assert.equal((await readdir(join(folder, "handlers"))).length, 4);
    assert.match(stdout, /3 passing/);
  });

  it("answers on one machine", async () => {
    platform = PlatformProcess.in(folder, "--regions", "us-east-1", "--port", "0");
    await platform.ready();

    const bodies: Record<string, unknown> = {};
    for (const key of ["GET /invoices", "GET /invoices/7/items", "GET /stock", "POST /stock"]) {
      const { code, stdout, stderr } = await runCommand(call, key.split(" "), folder);
      assert.equal(code, 0, `${key}: ${stderr}`);
      const { caller, user, ...body } = JSON.parse(stdout) as Record<string, unknown>;
      assert.ok(caller ?? user, stdout);
      bodies[key] = body;
    }

    assert.deepEqual(bodies, {
      "GET /invoices": { service: "invoices" },
      "GET /invoices/7/items": { params: { id: "7" } },
      "GET /stock": { function: "stock" },
      "POST /stock": { function: "stock" },
    });
  });

  it("is not needed for the README's route, which is served while the platform runs", async () => {
    const readme = await readFile(join(root, "README.md"), "utf8");
    const [line] = /^ {4}"GET \/menu": .*$/m.exec(readme)!;
    const definition = join(folder, "stacks/platform.ts");
    const before = await readFile(definition, "utf8");
    await writeFile(definition, before.replace(/^ {4}"GET \/catalog": .*$/m, `$&\n${line}`));

    await platform!.line(/new GET \/menu/);
    const { code, stdout } = await runCommand(call, ["GET", "/menu"], folder);

    assert.equal(code, 0);
    assert.ok("items" in (JSON.parse(stdout) as object), stdout);
  });
});
