import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../project/testing/runCommand.ts";
import { run } from "./main.ts";
import { readOptions } from "./options.ts";

describe("readOptions", () => {
  let folder: string;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "options-")));
    for (const pack of ["own/policy", "other", "none"]) {
      await mkdir(join(folder, pack), { recursive: true });
    }
    await writeFile(join(folder, "own/policy/PulumiPolicy.yaml"), "runtime: nodejs\n");
    await writeFile(join(folder, "other/PulumiPolicy.yaml"), "runtime: nodejs\n");
  });
  after(() => rm(folder, { recursive: true }));

  const readIn = (cwd: string, ...args: string[]) =>
    readOptions(args, { out: assert.fail, err: assert.fail, cwd: join(folder, cwd) });
  const read = (...args: string[]) => readIn("none", ...args);

  it("by default deploys to AWS, asks first and watches the canary", () => {
    assert.deepEqual(read("dev"), {
      environment: "dev",
      regions: undefined,
      preview: false,
      destroy: false,
      yes: false,
      concurrency: 4,
      watchSeconds: 300,
      healthTimeoutSeconds: 60,
      policyPacks: [],
      local: false,
      message: undefined,
      diff: false,
      json: false,
      unlock: false,
    });
  });

  it("reads every option", () => {
    const options = read("dev", "--yes", "--concurrency", "2", "--watch", "30", "--preview");

    assert.equal(options.yes, true);
    assert.equal(options.preview, true);
    assert.equal(options.concurrency, 2);
    assert.equal(options.watchSeconds, 30);
    assert.equal(read("dev", "--destroy").destroy, true);
  });

  it("prints JSON only where no question is asked", () => {
    assert.equal(read("dev", "--json", "--yes").json, true);
    assert.equal(read("dev", "--json", "--preview").json, true);
    for (const args of [["--json"], ["--json", "--destroy"]]) {
      assert.throws(
        () => readOptions(["dev", ...args], { out: () => {}, err: () => {}, cwd: folder }),
        /--json/,
      );
    }
  });

  it("does not watch a canary on this machine, unless --watch is set", () => {
    assert.equal(read("dev", "--local").watchSeconds, 0);
    assert.equal(read("dev", "--local", "--watch", "5").watchSeconds, 5);
  });

  it("accepts a list of regions, and a repeated option", () => {
    assert.deepEqual(read("dev", "--region", "us-east-1, us-gov-west-1").regions, [
      "us-east-1",
      "us-gov-west-1",
    ]);
    assert.deepEqual(read("dev", "--region", "us-east-1", "--region", "eu-west-1").regions, [
      "us-east-1",
      "eu-west-1",
    ]);
  });

  it("uses the project's policies, a given pack, or none", () => {
    const own = (...args: string[]) => readIn("own", "dev", ...args).policyPacks;

    assert.deepEqual(own(), [join(folder, "own/policy")]);
    assert.deepEqual(own("--policy-pack", "../other"), [join(folder, "other")]);
    assert.deepEqual(own("--no-policy-pack"), []);
  });

  for (const [what, args, explanation] of [
    ["no environment", [], /missing required argument 'environment'/],
    ["two environments", ["dev", "prod"], /too many arguments/],
    ["an unknown option", ["dev", "--force"], /unknown option '--force'/],
    ["an empty region", ["dev", "--region", "us-east-1,"], /list of regions, such as us-east-1/],
    ["a zone", ["dev", "--region", "us-east-1a"], /list of regions, such as us-east-1/],
    ["zero regions at once", ["dev", "--concurrency", "0"], /whole number, 1 or greater/],
    ["half a region at once", ["dev", "--concurrency", "1.5"], /whole number, 1 or greater/],
    ["an empty time", ["dev", "--watch", ""], /number of seconds from 0 to 3600/],
    ["a time in words", ["dev", "--watch", "long"], /number of seconds from 0 to 3600/],
    ["more than an hour", ["dev", "--watch", "3601"], /number of seconds from 0 to 3600/],
    [
      "a folder without policies",
      ["dev", "--policy-pack", "x"],
      /x\/PulumiPolicy\.yaml does not exist/,
    ],
    ["a removal without confirmation", ["dev", "--destroy", "--yes"], /cannot be used with/],
    ["a preview of a removal", ["dev", "--preview", "--destroy"], /cannot be used with/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { code, stdout, stderr } = await runCommand(run, args, folder);

      assert.match(stderr, explanation);
      assert.deepEqual([code, stdout], [1, ""]);
    });
  }
});
