import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployCommand, readOptions } from "./options.ts";

describe("readOptions", () => {
  const start = process.cwd();
  let folder: string;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "options-")));
    for (const pack of ["own/policy", "other", "none"]) {
      await mkdir(join(folder, pack), { recursive: true });
    }
    await writeFile(join(folder, "own/policy/PulumiPolicy.yaml"), "runtime: nodejs\n");
    await writeFile(join(folder, "other/PulumiPolicy.yaml"), "runtime: nodejs\n");
  });
  beforeEach(() => process.chdir(join(folder, "none")));
  after(async () => {
    process.chdir(start);
    await rm(folder, { recursive: true });
  });

  const read = (...args: string[]) => readOptions(["node", "deploy.mjs", ...args]);

  /** What a wrong command line is told. */
  function explained(...args: string[]): string {
    let text = "";
    const command = deployCommand()
      .exitOverride()
      .configureOutput({ writeErr: (part) => (text += part) });
    assert.throws(() => readOptions(["node", "deploy.mjs", ...args], command), {
      name: "CommanderError",
      exitCode: 1,
    });
    return text;
  }

  it("deploys to AWS, asks before and watches the canary, unless told otherwise", () => {
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
    });
  });

  it("takes what it is told", () => {
    const options = read("dev", "--yes", "--concurrency", "2", "--watch", "30", "--preview");

    assert.equal(options.yes, true);
    assert.equal(options.preview, true);
    assert.equal(options.concurrency, 2);
    assert.equal(options.watchSeconds, 30);
    assert.equal(read("dev", "--destroy").destroy, true);
  });

  it("watches nothing on this machine, unless told how long", () => {
    assert.equal(read("dev", "--local").watchSeconds, 0);
    assert.equal(read("dev", "--local", "--watch", "5").watchSeconds, 5);
  });

  it("takes regions as a list, and the option again", () => {
    assert.deepEqual(read("dev", "--region", "us-east-1, us-gov-west-1").regions, [
      "us-east-1",
      "us-gov-west-1",
    ]);
    assert.deepEqual(read("dev", "--region", "us-east-1", "--region", "eu-west-1").regions, [
      "us-east-1",
      "eu-west-1",
    ]);
  });

  it("takes the project's own policies, others, or none", () => {
    process.chdir(join(folder, "own"));

    assert.deepEqual(read("dev").policyPacks, [join(folder, "own/policy")]);
    assert.deepEqual(read("dev", "--policy-pack", "../other").policyPacks, [join(folder, "other")]);
    assert.deepEqual(read("dev", "--no-policy-pack").policyPacks, []);
  });

  for (const [what, args, explanation] of [
    ["no environment", [], /missing required argument 'environment'/],
    ["two environments", ["dev", "prod"], /too many arguments/],
    ["an option that there is not", ["dev", "--force"], /unknown option '--force'/],
    ["no region", ["dev", "--region", "us-east-1,"], /list of regions such as us-east-1/],
    ["a zone", ["dev", "--region", "us-east-1a"], /list of regions such as us-east-1/],
    ["no region at a time", ["dev", "--concurrency", "0"], /whole number from 1/],
    ["half a region at a time", ["dev", "--concurrency", "1.5"], /whole number from 1/],
    ["no time", ["dev", "--watch", ""], /number of seconds from 0 to 3600/],
    ["a time in words", ["dev", "--watch", "long"], /number of seconds from 0 to 3600/],
    ["more than an hour", ["dev", "--watch", "3601"], /number of seconds from 0 to 3600/],
    ["a folder without policies", ["dev", "--policy-pack", "x"], /no x\/PulumiPolicy\.yaml/],
    ["a removal that is not asked for", ["dev", "--destroy", "--yes"], /cannot be used with/],
    ["a removal that is shown", ["dev", "--preview", "--destroy"], /cannot be used with/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.match(explained(...args), explanation);
    });
  }
});
