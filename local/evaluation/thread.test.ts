import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import module from "node:module";
import { join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type TestProject, testProject } from "../deployment/testing/project.ts";
import type { ResourceToCreate } from "./calls.ts";
import { Evaluator } from "./evaluator.ts";

type Placed = Error & { file?: string; line?: number };

describe("a thread that evaluates stacks", function () {
  this.timeout(60_000);
  let project: TestProject;
  let evaluator: Evaluator;
  let created: ResourceToCreate[];

  before(async () => {
    project = await testProject();
    evaluator = new Evaluator();
  });
  after(async () => {
    await evaluator.close();
    await project.remove();
  });
  beforeEach(() => (created = []));

  const create = async (resource: ResourceToCreate) => {
    created.push(resource);
    return { id: resource.name, outputs: { arn: `arn:${resource.name}` } };
  };
  const evaluate = async (by = evaluator) => {
    const thread = by.take();
    try {
      await thread.define({ root: project.root, environment: "local", regions: undefined });
      const stack = { stack: "local-eu-west-1", outputs: {} };
      return await thread.evaluate(stack, { create, call: async () => ({}) });
    } finally {
      await by.giveBack(thread);
    }
  };

  it("returns the outputs and components of a program, which may be edited", async () => {
    await project.write('return { arn: new aws.sqs.Queue("jobs").arn };');
    const { outputs } = await evaluate();
    await project.write(
      'const shop = new Shop(); return { arn: new aws.sqs.Queue("tasks", {}, { parent: shop }).arn };',
      'class Shop extends pulumi.ComponentResource { constructor() { super("a:b:Shop", "shop"); } }',
    );
    const after = await evaluate();

    assert.deepEqual([outputs, after.outputs], [{ arn: "arn:jobs" }, { arn: "arn:tasks" }]);
    assert.deepEqual(
      after.components.map(({ name }) => name),
      ["shop"],
    );
    assert.match(created[1]!.registration.urn, /::a:b:Shop\$aws:sqs\/queue:Queue::tasks$/);
  });

  const failures: [
    what: string,
    body: string,
    declarations: string,
    error: RegExp,
    line?: number,
  ][] = [
    ["a syntax error", "const a = ;", "", /^(?:Syntax|Transform)Error: /, 5],
    ["a missing module", "", 'import "./nowhere.ts";', /^Error: Cannot find module .*nowhere/, 3],
    ["a mistake of types", "(undefined as any).x;", "", /^TypeError: .*'x'/, 5],
    [
      "a failed promise",
      'void Promise.reject(new RangeError("late"));',
      "",
      /^RangeError: late/,
      5,
    ],
    ["an exit", "process.exit(4);", "", /^EvaluationEndedError: .*exit code 4/],
  ];
  for (const [what, body, declarations, error, line] of failures) {
    it(`fails with ${what}, and names the place`, async () => {
      await project.write(body, declarations);

      await assert.rejects(evaluate(), (thrown: Placed) => {
        assert.match(`${thrown.name}: ${thrown.message}`, error);
        if (line !== undefined) assert.deepEqual([thrown.file, thrown.line], [project.main, line]);
        return true;
      });
    });
  }

  it("fails with an error that is thrown in the background", async () => {
    await project.write(
      'setTimeout(() => { throw new RangeError("later"); }); await new Promise(() => {});',
    );

    await assert.rejects(evaluate(), { name: "RangeError", message: "later" });
  });

  const dependenciesOf = async (body: string, declarations?: string) => {
    await project.write(body, declarations);
    const thread = evaluator.take();
    await thread.define({ root: project.root, environment: "local", regions: undefined });
    const requests = { create, call: async () => ({}) };
    await thread.evaluate({ stack: "local-eu-west-1", outputs: {} }, requests);
    const known = await thread.dependencies();
    await evaluator.giveBack(thread);
    return known;
  };
  const tellsModules = "registerHooks" in module;
  const ofNode = tellsModules ? [] : ["This version of Node.js does not tell its modules."];

  it("tells what it depends on", async () => {
    await mkdir(join(project.root, "models/orders"), { recursive: true });
    await writeFile(join(project.root, "models/orders/order.json"), "{}");
    const { doubts, variables, reads } = await dependenciesOf(
      `new aws.sqs.Queue("jobs", { name: process.env["PALISADE_NAME"] });
       try { await import("./optional.ts"); } catch {}
       try { process.loadEnvFile(join(import.meta.dirname, "missing.env")); } catch {}
       fs.readdirSync(join(import.meta.dirname, "models"), { recursive: true });
       fs.cpSync(join(import.meta.dirname, "models"), join(import.meta.dirname, "dist"), { recursive: true });
       return {};`,
      'import * as fs from "node:fs"; import { join } from "node:path";',
    );

    assert.deepEqual(doubts, ofNode);
    const names = variables.map(([name]) => name);
    for (const name of ["PALISADE_NAME", "TZ"]) assert.ok(names.includes(name), name);
    const read = reads.map(({ kind, path }) => `${kind} ${relative(project.root, path)}`);
    const expected = [
      ...(tellsModules ? ["files index.ts", "folders ", "folders optional.ts"] : []),
      "files missing.env",
      "folders models/orders",
      "files models/orders/order.json",
    ];
    for (const each of expected) assert.ok(read.includes(each), `${each}: ${read.join(", ")}`);
  });

  it("tells what can't be compared", async () => {
    const first = {
      "A fact of the machine was read.": '(await import("node:os")).hostname();',
      "A random value was read.": "Array.from({ length: 1 }, Math.random);",
      "A thread was started.":
        'new (await import("node:worker_threads")).Worker("", { eval: true });',
      "All environment variables were read.": "({ ...process.env });",
      "The network was used.": 'await fetch("http://127.0.0.1:65533").catch(() => {});',
      "The time was read.": "new Date();",
      "true was run.": `
        const { execFile } = await import("node:child_process");
        const { stdout } = await (await import("node:util")).promisify(execFile)("true");
        if (stdout !== "") throw new TypeError("promisify makes something else of it.");`,
    };
    const others = {
      "A random value was read.": '(await import("node:crypto")).generateKeyPairSync("ed25519");',
      "The time was read.": "[0].map(Date.now);",
      ...(tellsModules && {
        "esbuild is used, and only bundles of functions tell what they are made of.":
          'await import("esbuild");',
      }),
    };
    for (const uses of [first, others]) {
      const body = Object.values(uses).map((use) => `{ ${use} }`);
      const { doubts } = await dependenciesOf(`${body.join("\n")} return {};`);

      assert.deepEqual(doubts.toSorted(), [...Object.keys(uses), ...ofNode].toSorted());
    }
  });

  it("ends after its time limit if the program does nothing", async () => {
    const impatient = new Evaluator(3_000);
    await project.write("await new Promise(() => {});");

    await assert.rejects(evaluate(impatient), {
      name: "EvaluationEndedError",
      message: /^The program did nothing for 3 s\. It is in an endless loop, or waits/,
    });
  });

  it("ends at once when it is closed, with what the program has left open", async () => {
    await project.write(
      'setInterval(() => {}, 1); await import("node:net").then((net) => net.createServer().listen(0)); for (;;);',
    );
    const thread = evaluator.take();
    await thread.define({ root: project.root, environment: "local", regions: undefined });
    const requests = { create, call: async () => ({}) };
    const evaluating = thread.evaluate({ stack: "local-eu-west-1", outputs: {} }, requests);
    const failed = assert.rejects(evaluating, { message: "The evaluation was cancelled." });
    await pause(100);

    await thread.close();

    await failed;
    assert.ok(!process.getActiveResourcesInfo().includes("MessagePort"));
  });

  const starts = `
    const bundle = { stdin: { contents: "1" }, write: false } as const;
    esbuild.buildSync(bundle);
    await esbuild.build(bundle);
    spawn("sleep", ["1000"]);
    const { arn } = new aws.sqs.Queue("jobs");`;
  const imports = 'import * as esbuild from "esbuild"; import { spawn } from "node:child_process";';
  const ends = {
    succeeds: "",
    fails: 'throw new Error("no");',
    "fails in the background":
      'arn.apply(() => setTimeout(() => { throw new Error("no"); })); await new Promise(() => {});',
    "is cancelled": "await new Promise(() => {});",
  };
  for (const [how, end] of Object.entries(ends)) {
    it(`leaves none of its processes when it ${how}`, async () => {
      await project.write(starts + end, imports);
      const before = childProcesses();
      const thread = evaluator.take();
      await thread.define({ root: project.root, environment: "local", regions: undefined });
      const stack = { stack: "local-eu-west-1", outputs: {} };
      let running: string[] = [];
      const evaluating = new Promise<void>((resolve) => {
        const requests = {
          create: async (resource: ResourceToCreate) => {
            running = childProcesses();
            if (how === "is cancelled") resolve();
            return create(resource);
          },
          call: async () => ({}),
        };
        void thread.evaluate(stack, requests).then(
          () => resolve(),
          () => resolve(),
        );
      });

      await evaluating;
      await evaluator.giveBack(thread);

      // Below Node.js 22.18, also that of tsx.
      assert.ok(running.length >= before.length + 2, running.join("\n"));
      assert.deepEqual(childProcesses(), before);
    });
  }

  it("is kept ready with the packages of the last evaluation, and without the project", async () => {
    const prepared = new Evaluator();
    await project.write("return { version: 1 };");
    prepared.prepare();
    await evaluate(prepared);
    await project.write("return { version: 2 };");

    const { outputs } = await evaluate(prepared);

    assert.deepEqual(outputs, { version: 2 });
    await prepared.close();
  });
});

/** The processes that this one has started, with those that have ended and of which nobody took note. */
const childProcesses = (): string[] =>
  execFileSync("ps", ["-eo", "ppid,pid,args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => Number(line.trim().split(/ +/)[0]) === process.pid && !/ ps -eo /.test(line));
