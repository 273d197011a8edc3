import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));

const program = `
import module from "node:module";
import * as pulumi from "@pulumi/pulumi";

const names = ["@npmcli/arborist", "execa", "typescript"];
const loaded = () => {
  const files = Object.keys(module._cache);
  return names.filter((name) => files.some((file) => file.includes("/node_modules/" + name + "/")));
};
const before = loaded();
const factor = 3;
const { text } = await pulumi.runtime.serializeFunction((x) => x * factor);
const paths = await pulumi.runtime.computeCodePaths();
console.log(JSON.stringify({ before, after: loaded(), text, paths: paths.size }));
`;

describe("packages that Pulumi's SDK rarely uses", () => {
  it("are loaded when a program needs them, and not before", async () => {
    const typescript = ["--import", "./project/typescript.mjs"];
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...typescript, "--input-type=module", "--eval", program],
      { cwd: root },
    );

    const { before, after, text, paths } = JSON.parse(stdout);
    assert.deepEqual(before, []);
    assert.deepEqual(after, ["@npmcli/arborist", "typescript"]);
    assert.match(text, /x \* factor/);
    assert.ok(paths > 10, String(paths));
  });
});
