import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { cp, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run as capacity } from "../commands/capacity/index.ts";
import { readOptions as readChaosOptions } from "../commands/chaos/options.ts";
import { run as region } from "../commands/region/index.ts";
import { StackProject } from "../commands/testing/stackProject.ts";
import { run as call } from "../commands/token/call.ts";
import { run as token } from "../commands/token/index.ts";
import { readOptions } from "../deploy/options.ts";
import { runCommand } from "../project/testing/runCommand.ts";
import { root } from "./support/platformProcess.ts";

// Runs the commands in the documentation that need no AWS account. Does not run the others: of Pulumi,
// of the AWS CLI, and those that start something.

const text = (file: string) => readFileSync(join(root, file), "utf8");

/** The arguments of each `npm run <name> -- …` in a file, in order. */
function commandsIn(file: string, name: string): string[] {
  const pattern = new RegExp(`npm run (?:-s |--silent )?${name} -- ([^\`\\n#);]+)`, "g");
  return Array.from(text(file).matchAll(pattern), ([, line]) =>
    line!
      .trim()
      .replaceAll(/"\$environment"|<environment>|<env>/g, "dev")
      .replaceAll(/[".,)]+$/g, ""),
  );
}

/** Arguments with placeholders, such as `add <region>`, only explain the command. */
const isComplete = (line: string) => !/[<>|…]|"\$|--help/.test(line);

describe("the documentation", () => {
  let files: string[];

  before(async () => {
    const docs = (await readdir(join(root, "docs"))).filter((name) => name.endsWith(".md"));
    files = ["README.md", "CONTRIBUTING.md", ...docs.map((name) => `docs/${name}`)];
  });

  for (const [name, read, count] of [
    ["deploy", readOptions, 10],
    ["chaos", readChaosOptions, 3],
  ] as const) {
    it(`has commands that exist: ${name}`, () => {
      const lines = files.flatMap((file) => commandsIn(file, name)).filter(isComplete);

      assert.ok(lines.length >= count);
      const io = { out: () => {}, err: () => {}, cwd: root };
      for (const line of lines) assert.doesNotThrow(() => read(line.split(/\s+/), io), line);
    });
  }

  for (const [name, run, count] of [
    ["token", token, 3],
    ["call", call, 2],
  ] as const) {
    it(`has commands that lack only a platform: ${name}`, async () => {
      const lines = files.flatMap((file) => commandsIn(file, name)).filter(isComplete);

      assert.ok(lines.length >= count);
      for (const line of lines) {
        const { stderr } = await runCommand(run, line.split(/\s+/), join(root, "docs"));
        assert.match(stderr, /No platform runs/, line);
      }
    });
  }

  it("has commands about regions and capacity that succeed", async () => {
    const project = await StackProject.create();
    await cp(join(root, "docs/iam"), join(project.folder, "docs/iam"), { recursive: true });
    for (const name of ["dev-us-east-1", "dev-eu-west-1", "prod-us-east-1", "prod-eu-west-1"]) {
      await project.write(name, text(`stacks/Pulumi.${name}.yaml`));
    }
    const sources = {
      zonesOf: async (name: string) => ["a", "b", "c"].map((zone) => name + zone),
      backend: () => ({ stateOf: async () => undefined, remove: async () => {} }),
    };
    let count = 0;
    for (const file of files) {
      for (const [name, run] of [
        ["region", (argv: readonly string[], io: Io) => region(argv, io, sources)],
        ["capacity", capacity],
      ] as const) {
        for (const line of commandsIn(file, name).filter(isComplete)) {
          const { code, stderr } = await runCommand(run, line.split(/\s+/), project.folder);
          // The same region is added on several pages.
          if (/has \S+ already/.test(stderr)) continue;
          assert.equal(code, 0, `${file}: npm run ${name} -- ${line}: ${stderr}`);
          count++;
        }
      }
    }
    await project.delete();
    assert.ok(count >= 5);
  });

  it("has links that lead somewhere", () => {
    for (const file of files) {
      for (const [, target = ""] of text(file).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
        const [path = "", anchor] = target.split("#");
        const linked = path === "" ? file : join(dirname(file), path);
        assert.ok(existsSync(join(root, linked)), `${file}: ${target}`);
        if (anchor !== undefined) {
          assert.ok(anchorsIn(linked).includes(anchor), `${file}: ${target} is no heading`);
        }
      }
    }
  });
});

type Io = Parameters<typeof region>[1];

/** The anchors that GitHub gives to the headings of a page. */
const anchorsIn = (file: string): string[] =>
  Array.from(text(file).matchAll(/^#+ (.+)$/gm), ([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
