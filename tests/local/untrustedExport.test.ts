import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { archiveSignature, assetSignature, signatureKey } from "../../project/signatures.ts";
import { foreignExport, resource } from "../support/foreignExport.ts";
import type { PlatformState } from "../../local/stateFile.ts";
import { PlatformProcess, root } from "../support/platformProcess.ts";

const asset = { [signatureKey]: assetSignature, hash: "00" };
const archive = { [signatureKey]: archiveSignature, hash: "00" };

/** A function that returns everything it can read on the machine. */
const handlerSource = `
import { readFileSync } from "node:fs";
import { execSync } from "node:child_process";
const attempt = (action) => { try { return String(action()); } catch (error) { return error.code; } };
export const handler = async () => ({
  statusCode: 200,
  body: JSON.stringify({
    own: attempt(() => readFileSync("/proc/self/environ")),
    parent: attempt(() => readFileSync("/proc/" + process.ppid + "/environ")),
    secret: attempt(() => readFileSync(${JSON.stringify(join(root, "package.json"))})),
    state: attempt(() => readFileSync(${JSON.stringify(join(root, ".local", "platform.json"))})),
    child: attempt(() => execSync("id")),
    signal: attempt(() => process.kill(process.ppid, "SIGUSR1")),
    variables: Object.keys(process.env).filter((name) => /SECRET/.test(name)),
  }),
});
`;

const { version, deployment } = foreignExport;
type Written = (typeof deployment.resources)[number];

const hello = deployment.resources.find(({ urn }) =>
  urn.endsWith("Function::hello"),
)! as Written & {
  inputs: object;
};
const functionWith = (name: string, inputs: object, outputs: object = {}) => ({
  ...hello,
  urn: hello.urn.replace(/hello$/, name),
  id: name,
  inputs: { ...hello.inputs, name, vpcConfig: { subnetIds: ["subnet-1"] }, ...inputs },
  outputs: { name, arn: `arn:aws:lambda:eu-central-1:111122223333:function:${name}`, ...outputs },
});

function serviceWith(name: string, context: string) {
  const image = `${name}@sha256:1`;
  const arn = `arn:aws:ecs:eu-central-1:111122223333:task-definition/${name}:1`;
  return [
    resource("docker-build:index:Image", name, {
      id: name,
      inputs: { context: { location: context } },
      outputs: { ref: image },
    }),
    resource("aws:ecs/taskDefinition:TaskDefinition", name, {
      id: name,
      inputs: { containerDefinitions: JSON.stringify([{ name, image }]) },
      outputs: { arn },
    }),
    resource("aws:ecs/service:Service", name, {
      id: name,
      inputs: { taskDefinition: arn },
      outputs: {},
    }),
  ];
}

/** Resources of which the function "hello" reads the machine, while the others try to leave their folders. */
const hostile = (elsewhere: string, marker: string) => [
  ...deployment.resources.filter(({ urn }) => !/::(hello|cache|report|lost|edge)$/.test(urn)),
  // In the VPC, so the platform runs it, not the AWS endpoint.
  { ...hello, inputs: { ...hello.inputs, vpcConfig: { subnetIds: ["subnet-1"] } } },
  functionWith("key", {
    code: { ...archive, assets: { [`../../../${marker}`]: { ...asset, text: "" } } },
  }),
  functionWith("nested", {
    code: { ...archive, assets: { lib: { ...archive, assets: { "../../x": asset } } } },
  }),
  functionWith("zip", { code: { ...archive, path: "./evil.zip" } }),
  functionWith("file", {
    code: { ...archive, assets: { "index.mjs": { ...asset, path: "/etc/passwd" } } },
  }),
  functionWith("folder", { code: { ...archive, path: elsewhere } }),
  functionWith("../../name", { code: { ...archive, path: "./app" } }),
  ...serviceWith("image", elsewhere),
];

describe("an untrusted export", function () {
  this.timeout(120_000);
  const marker = `palisade-marker-${process.pid}`;
  let folder: string;
  let elsewhere: string;
  let file: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "hostile-"));
    elsewhere = await mkdtemp(join(tmpdir(), "elsewhere-"));
    file = join(folder, "export.json");
    await mkdir(join(folder, "app"));
    await writeFile(join(folder, "app", "index.mjs"), handlerSource);
    await writeFile(join(folder, "evil.zip"), zipSync({ [`../../${marker}`]: Buffer.from("") }));
    await writeFile(
      join(elsewhere, "package.json"),
      JSON.stringify({ scripts: { start: `touch ${join(elsewhere, "started")}` } }),
    );
    const resources = hostile(elsewhere, marker);
    await writeFile(file, JSON.stringify({ version, deployment: { resources } }));
  });
  after(async () => {
    await rm(folder, { recursive: true });
    await rm(elsewhere, { recursive: true });
  });

  describe("served", () => {
    let platform: PlatformProcess;
    let state: PlatformState;

    before(async () => {
      process.env["PALISADE_SECRET"] = "of-the-developer";
      platform = new PlatformProcess("--port", "0", "--from", file);
      delete process.env["PALISADE_SECRET"];
      state = await platform.ready();
    });
    after(() => platform.stop());

    it("is announced as code, and runs without confirmation if there is no terminal", () => {
      assert.match(
        platform.output,
        /export\.json is code that runs on this machine as you: 7 functions \(hello, key, .*\); 1 service \(image\)\./,
      );
    });

    for (const [what, line] of [
      [
        "a key",
        /Function "key": .*export\.json: The archive key "\.\.\/\.\.\/\.\.\/palisade-marker/,
      ],
      [
        "a nested key",
        /Function "nested": .*export\.json: The archive key "\.\.\/\.\.\/x" leads out/,
      ],
      ["an entry of a .zip file", /Function "zip": The archive key of .*evil\.zip "\.\.\/\.\.\//],
      ["a file outside", /Function "file": .*export\.json: The path "\/etc\/passwd" is outside/],
      ["a folder outside", /Function "folder": .*export\.json: The path ".*" is outside/],
      ["a name", /Function "\.\.\/\.\.\/name": The function name "\.\.\/\.\.\/name" is not valid/],
      ["an image's folder", /Image "image": .*export\.json: The path ".*" is outside/],
    ] as const) {
      it(`names ${what} that leads out`, () => {
        assert.match(platform.output, line);
      });
    }

    it("has neither written nor started anything outside", async () => {
      const parents = [folder, tmpdir(), join(tmpdir(), ".."), root];
      const names = (await Promise.all(parents.map((parent) => readdir(parent)))).flat();

      assert.ok(!names.includes(marker));
      assert.equal(existsSync(join(elsewhere, "started")), false);
    });

    it("cannot read the developer's files, start processes or send signals", async () => {
      const response = await fetch(`${state.edge}/hello`);

      const text = await response.text();
      assert.equal(response.status, 200, text);
      assert.doesNotMatch(text, /of-the-developer/);
      const { signal, variables, ...read } = JSON.parse(text) as Record<string, string>;
      assert.deepEqual(new Set(Object.values(read)), new Set(["ERR_ACCESS_DENIED"]));
      assert.equal(signal, "EPERM");
      assert.deepEqual(variables, []);
    });
  });

  describe("at a terminal", function () {
    /** Starts the platform at a pseudo terminal and responds to its prompt. */
    const start = async (answer: string, ...args: string[]) => {
      const command = ["npm", "start", "--", "--port", "0", "--from", file, ...args];
      const child = spawn("python3", ["-c", terminal, answer, ...command], {
        cwd: root,
        env: { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), NO_COLOR: "1" },
        stdio: ["ignore", "pipe", "inherit"],
      });
      let output = "";
      for await (const chunk of child.stdout) output += String(chunk);
      return output;
    };

    it("starts nothing without confirmation, and asks again", async () => {
      for (const answer of ["n", ""]) {
        const output = await start(answer);

        assert.match(output, /is not in this project\. Run this code\? \(y\/N\)/);
        assert.match(output, /ConsentError: Nothing was started: the code of .* was not accepted/);
        assert.doesNotMatch(output, /Started the AWS endpoints/);
      }
    });
  });
});

/** Runs a command at a pseudo terminal, responds to its prompt, and prints its output. */
const terminal = `
import os, pty, sys
answer, command = sys.argv[1], sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(command[0], command)
seen, answered = b"", False
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    seen += data
    if not answered and b"(y/N)" in seen:
        answered = True
        os.write(terminal, answer.encode() + b"\\r")
    if b"\\nready" in seen or b"ConsentError" in seen:
        os.write(terminal, b"\\x03")
sys.stdout.buffer.write(seen)
`;
