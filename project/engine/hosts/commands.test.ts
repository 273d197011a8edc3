import assert from "node:assert/strict";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import language from "@pulumi/pulumi/proto/language_pb.js";
import structs, { type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { pluginCommand, programCommand } from "./commands.mjs";

// Tests the commands for Node.js; tests/engine/engine.test.ts shows that the SDK's runners accept
// them.

type Options = Record<string, JavaScriptValue>;

describe("the language host's commands", () => {
  let folder: string;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "commands-")));
    for (const runner of ["run", "run-plugin", "run-policy-pack"]) {
      const place = join(folder, "node_modules/@pulumi/pulumi/cmd", runner);
      await mkdir(place, { recursive: true });
      await writeFile(join(place, "index.js"), "");
    }
  });

  after(() => rm(folder, { recursive: true }));

  const runner = (name: string) => join(folder, `node_modules/@pulumi/pulumi/cmd/${name}/index.js`);

  function programInfo(options: Options, place = folder) {
    const info = new language.ProgramInfo();
    info.setRootDirectory(place);
    info.setProgramDirectory(place);
    info.setEntryPoint("index.ts");
    info.setOptions(structs.Struct.fromJavaScript(options));
    return info;
  }

  function runRequest(options: Options, place = folder) {
    const request = new language.RunRequest();
    request.setInfo(programInfo(options, place));
    request.setMonitorAddress("127.0.0.1:1");
    request.setProject("project");
    request.setStack("dev");
    request.setParallel(4);
    request.setDryrun(true);
    request.getConfigMap().set("project:key", "value");
    request.setConfigsecretkeysList(["project:key"]);
    return request;
  }

  it("run a program with its stack and config", () => {
    const { args, env, cwd } = programCommand(runRequest({ typescript: false }), "127.0.0.1:2");

    assert.deepEqual(args, [
      runner("run"),
      ...["--monitor", "127.0.0.1:1", "--engine", "127.0.0.1:2", "--project", "project"],
      ...["--root-directory", folder, "--stack", "dev", "--pwd", folder, "--parallel", "4"],
      "--dry-run",
      "index.ts",
    ]);
    assert.equal(env["PULUMI_CONFIG"], '{"project:key":"value"}');
    assert.equal(env["PULUMI_CONFIG_SECRET_KEYS"], '["project:key"]');
    assert.equal(env["PULUMI_NODEJS_TYPESCRIPT"], undefined);
    assert.equal(cwd, folder);
  });

  it("pass the arguments in Pulumi.yaml to Node.js, split like in a shell", () => {
    const nodeargs = `--import tsx --title="two words" '--require=./a b.js'`;

    const { args } = programCommand(runRequest({ nodeargs }), "");

    const before = args.slice(0, args.indexOf(runner("run")));
    assert.deepEqual(before, ["--import", "tsx", "--title=two words", "--require=./a b.js"]);
  });

  it("let Pulumi load TypeScript unless Pulumi.yaml turns that off", () => {
    const { env } = programCommand(runRequest({}), "");

    assert.equal(env["PULUMI_NODEJS_TYPESCRIPT"], "true");
  });

  it("refuse options of a wrong type", () => {
    const refused = () => programCommand(runRequest({ typescript: "yes" }), "");

    assert.throws(refused, /typescript option must be a boolean/);
  });

  it("name the folder in which the SDK is missing", () => {
    const missing = () => programCommand(runRequest({}, "/nowhere"), "");

    assert.throws(missing, /@pulumi\/pulumi is not installed for \/nowhere: run npm install there/);
  });

  it("run a policy pack in its folder, and a provider in the folder that the engine names", () => {
    const request = new language.RunPluginRequest();
    request.setInfo(programInfo({}));
    request.setPwd("/project");
    request.setArgsList(["127.0.0.1:2"]);
    request.setEnvList(["NAME=a=b"]);

    const provider = pluginCommand(request);
    request.setKind("analyzer");
    const pack = pluginCommand(request);

    assert.deepEqual(provider.args, [runner("run-plugin"), folder, "127.0.0.1:2"]);
    assert.equal(provider.cwd, "/project");
    assert.deepEqual(pack.args, [runner("run-policy-pack"), "127.0.0.1:2", folder]);
    assert.equal(pack.cwd, folder);
    assert.equal(pack.env["NAME"], "a=b");
  });
});
