import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import type { FunctionSpec } from "./index.ts";
import { TestFunctions } from "./testing/functions.ts";
import { type Gate, startGate } from "./testing/gate.ts";

interface ErrorObject {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: string[];
}

/** Performs the action in its event. */
const obedient = `
  let runs = 0;
  export const handler = async ({ act }, context) => {
    runs += 1;
    if (act === "throw") throw new RangeError("too far");
    if (act === "throw text") throw "just text";
    if (act === "hang") await new Promise(() => {});
    if (act === "call half-way, then hang" || act === "call half-way, then loop") {
      const remaining = context.getRemainingTimeInMillis();
      setTimeout(() => fetch(process.env.GATE), remaining * 0.5);
      if (act.endsWith("loop")) setTimeout(() => { for (;;); }, remaining * 0.9);
      await new Promise(() => {});
    }
    if (act === "loop") for (;;);
    if (act === "exit soon") {
      for (let turn = 0; turn < 10; turn += 1) await null;
      process.exit(1);
    }
    if (act === "print and exit") {
      console.log("good bye");
      process.exit(0);
    }
    if (act === "exit") process.exit(3);
    if (act === "exit well") process.exit(0);
    if (act === "print much") {
      const print = () => new Promise((resolve) => process.stdout.write("x".repeat(50_000), resolve));
      for (let time = 0; time < 3; time += 1) await print();
    }
    if (act === "crash") {
      setImmediate(() => { throw new Error("in the background"); });
      await new Promise(() => {});
    }
    if (act === "crash with nothing") {
      setImmediate(() => { throw null; });
      await new Promise(() => {});
    }
    if (act === "wait") await fetch(process.env.GATE);
    if (act === "large") return "x".repeat(7_000_000);
    return runs;
  };`;

/** Enough events for each thread of a function to get two. */
const perThread = 2;
const sharing = Array.from({ length: perThread * availableParallelism() });

describe("a function that fails", () => {
  const functions = new TestFunctions();
  let gate: Gate;

  beforeEach(async () => void (gate = await startGate()));
  afterEach(async () => {
    await functions.removeAll();
    await gate.close();
  });

  const create = (options: Partial<FunctionSpec> = {}) =>
    functions.create(obedient, { environment: { GATE: gate.url }, ...options });

  it("reports an error of the handler, and keeps its instance", async () => {
    const runtime = await create();

    const { functionError, payload } = await runtime.invoke('{"act":"throw"}');

    const { trace, ...error } = JSON.parse(payload) as ErrorObject;
    assert.equal(functionError, "Unhandled");
    assert.deepEqual(error, { errorType: "RangeError", errorMessage: "too far" });
    assert.equal(trace?.[0], "RangeError: too far");
    // Callers of an API may see the error, so it must not contain paths of this machine.
    assert.match(trace?.[1] ?? "", / \(file:\/\/\/var\/task\/index\.mjs/);
    assert.ok(
      trace!.slice(1).every((line) => /\/var\/(?:task|runtime)\/|node:/.test(line)),
      payload,
    );
    assert.equal(await runtime.call({}), 2);
    assert.equal(runtime.counters.errors, 1);
    assert.ok(runtime.lines.some((line) => line.includes("too far")));
  });

  it("reports thrown values that are not errors", async () => {
    const runtime = await create();

    assert.deepEqual(await runtime.call({ act: "throw text" }), {
      errorType: "string",
      errorMessage: "just text",
      trace: [],
    });
  });

  it("names no folder of this machine if its code can't be loaded", async () => {
    const runtime = await functions.create({ "index.js": `require("./missing.js");` });

    const { payload } = await runtime.invoke("{}");

    assert.match(payload, /Runtime\.ImportModuleError.*missing\.js.*\/var\/task\/index/s);
    assert.doesNotMatch(payload, new RegExp(tmpdir()));
  });

  for (const act of ["hang", "loop"]) {
    it(`is stopped at its timeout in a ${act}, and starts again`, async () => {
      const runtime = await create({ timeoutMs: 300 });

      const { functionError, payload } = await runtime.invoke(JSON.stringify({ act }));

      const { errorType, errorMessage } = JSON.parse(payload) as ErrorObject;
      assert.equal(functionError, "Unhandled");
      assert.equal(errorType, "Sandbox.Timedout");
      assert.match(errorMessage, /^RequestId: \S{36} Error: Task timed out after 0\.30 seconds$/);
      assert.equal(await runtime.call({}), 1);
    });
  }

  const exits: [act: string, message: RegExp][] = [
    ["exit", / Error: Runtime exited with error: exit status 3$/],
    ["exit well", / Error: Runtime exited without providing a reason$/],
    ["crash with nothing", / Error: Runtime exited with error: exit status 1$/],
    ["crash", / Error: Runtime exited with error: exit status 1$/],
  ];
  for (const [act, message] of exits) {
    it(`reports the end of its runtime for ${act}, and starts again`, async () => {
      const runtime = await create();

      const { errorType, errorMessage } = (await runtime.call({ act })) as ErrorObject;

      assert.equal(errorType, "Runtime.ExitError");
      assert.match(errorMessage, message);
      assert.equal(await runtime.call({}), 1);
    });
  }

  it("keeps results that were ready when its runtime ended", async () => {
    const runtime = await create();
    const waiting = sharing.map(() => runtime.call({ act: "wait" }));
    await gate.holds(sharing.length);
    gate.open();
    await Promise.all(waiting);

    const results = await Promise.all(
      sharing.map((_, index) => runtime.call(index === 0 ? { act: "exit soon" } : {})),
    );

    const lost = results.filter((result) => typeof result === "object") as ErrorObject[];
    assert.deepEqual(
      lost.map(({ errorType }) => errorType),
      ["Runtime.ExitError"],
    );
  });

  it("logs output from right before its end", async () => {
    const runtime = await create();

    await runtime.call({ act: "print and exit" });

    await runtime.logged(/^good bye$/);
  });

  it("logs uncaught errors", async () => {
    const runtime = await create();

    await runtime.call({ act: "crash" });

    await runtime.logged(/^Uncaught exception: Error: in the background/);
  });

  it("runs on when its log's folder was removed", async () => {
    const folder = join(await functions.writeBundle({}), "logs");
    await mkdir(folder);
    const runtime = await create({ logFile: join(folder, "orders.log") });
    await runtime.call({});
    await rm(folder, { recursive: true });

    const crash = (await runtime.call({ act: "crash" })) as ErrorObject;

    assert.equal(crash.errorType, "Runtime.ExitError");
    assert.equal(await runtime.call({}), 1);
    await rm(folder, { recursive: true });
    const refused = (await runtime.call({ act: "throw" })) as ErrorObject;
    assert.equal(refused.errorType, "RangeError");
    const text = await readFile(join(folder, "orders.log"), "utf8");
    assert.match(text, /\tERROR\tInvoke Error \t.*too far/);
  });

  it("runs on when its log's disk is full", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const runtime = await create({ logFile: "/dev/full" });

    assert.equal(await runtime.call({ act: "print much" }), 1);

    const thrown = (await runtime.call({ act: "throw" })) as ErrorObject;
    const crash = (await runtime.call({ act: "crash" })) as ErrorObject;
    assert.deepEqual([thrown.errorType, crash.errorType], ["RangeError", "Runtime.ExitError"]);
  });

  it("reports a response that is larger than Lambda allows", async () => {
    const runtime = await create();

    const { errorType } = (await runtime.call({ act: "large" })) as ErrorObject;

    assert.equal(errorType, "Function.ResponseSizeTooLarge");
  });

  it("lets other events of its thread end when one times out", async () => {
    const runtime = await create({ timeoutMs: 1_600 });
    const hanging = runtime.call({ act: "call half-way, then hang" });
    await gate.holds(1);
    const waiting = sharing.map(() => runtime.call({ act: "wait" }));
    await gate.holds(1 + sharing.length);

    const { errorType } = (await hanging) as ErrorObject;
    gate.open();

    assert.equal(errorType, "Sandbox.Timedout");
    assert.deepEqual(
      await Promise.all(waiting),
      sharing.map(() => 1),
    );
    assert.equal(await runtime.call({}), 2, "on a thread of which no instance timed out");
  });

  it("fails other events of its thread when it never yields", async () => {
    const runtime = await create({ timeoutMs: 1_600 });
    const looping = runtime.call({ act: "call half-way, then loop" });
    await gate.holds(1);
    const waiting = sharing.map(() => runtime.call({ act: "wait" }));
    await gate.holds(1 + sharing.length);

    await looping;
    gate.open();

    const results = (await Promise.all(waiting)) as (number | ErrorObject)[];
    const lost = results.filter((result) => typeof result === "object");
    assert.equal(lost.length, perThread);
    assert.deepEqual([...new Set(lost.map((result) => result.errorType))], ["Runtime.ExitError"]);
  });

  const broken: [title: string, code: string, errorType: string, message: RegExp][] = [
    [
      "a module that it imports is missing",
      'import "not-there"; export const handler = async () => {};',
      "Runtime.ImportModuleError",
      /not-there/,
    ],
    ["its code is invalid", "export const = 1;", "Runtime.UserCodeSyntaxError", /Unexpected/],
    [
      "it exports no such handler",
      "export const other = 1;",
      "Runtime.HandlerNotFound",
      /^index\.handler is undefined or not exported$/,
    ],
    [
      "its module throws",
      'throw new TypeError("ORDERS_URL is not set");',
      "TypeError",
      /^ORDERS_URL is not set$/,
    ],
  ];
  for (const [title, code, errorType, message] of broken) {
    it(`reports at each event that ${title}`, async () => {
      const runtime = await functions.create(code);
      await runtime.warm();

      const errors = [await runtime.call(), await runtime.call()] as ErrorObject[];

      assert.deepEqual(
        errors.map((error) => error.errorType),
        [errorType, errorType],
      );
      assert.match(errors[0]!.errorMessage, message);
    });
  }

  it("runs again once its module can be loaded", async () => {
    const runtime = await functions.create(`
      import { existsSync, writeFileSync } from "node:fs";
      const marker = process.env.LAMBDA_TASK_ROOT + "/started";
      if (!existsSync(marker)) { writeFileSync(marker, ""); throw new Error("first start"); }
      export const handler = async () => "up";`);

    const results = [await runtime.call(), await runtime.call()];

    assert.equal((results[0] as ErrorObject).errorMessage, "first start");
    assert.equal(results[1], "up");
  });
});
