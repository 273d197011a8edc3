import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { maxEventBytes } from "./failures.ts";
import { TestFunctions } from "./testing/functions.ts";
import { type Gate, startGate } from "./testing/gate.ts";

const echo = "export const handler = async (event) => event;";

/** Tells how many events its instance has run, and that it is the only one that runs now. */
const counting = `
  let runs = 0, running = 0;
  export const handler = async () => {
    runs += 1; running += 1;
    await fetch(process.env.GATE);
    const together = running;
    running -= 1;
    return { runs, together };
  };`;

/** The process's own, on Linux. */
const descriptors = "/proc/self/fd";

function openFiles(folder: string): string[] {
  return readdirSync(descriptors).filter((descriptor) => {
    try {
      return readlinkSync(join(descriptors, descriptor)).startsWith(folder);
    } catch {
      return false; // That of the listing itself.
    }
  });
}

const asCommonJs = (code: string) => code.replace("export const handler", "exports.handler");

describe("a function's runtime", () => {
  const functions = new TestFunctions();
  let gate: Gate;

  beforeEach(async () => void (gate = await startGate()));
  afterEach(async () => {
    await functions.removeAll();
    await gate.close();
  });

  it("answers what the handler returns", async () => {
    const runtime = await functions.create(echo);

    const { requestId, ...answer } = await runtime.invoke('{"a":["ü",1,null]}');

    assert.deepEqual(answer, { payload: '{"a":["ü",1,null]}' });
    assert.match(requestId ?? "", /^[\da-f-]{36}$/);
  });

  it("answers null for a handler that returns nothing", async () => {
    const runtime = await functions.create("export const handler = async () => {};");

    assert.equal((await runtime.invoke("{}")).payload, "null");
  });

  it("gives the handler Lambda's context", async () => {
    const runtime = await functions.create(`
      export const handler = async (event, context) =>
        ({ ...context, remaining: context.getRemainingTimeInMillis() });`);

    const context = (await runtime.call()) as Record<string, unknown>;

    const { awsRequestId, logStreamName, remaining, ...rest } = context;
    assert.match(String(awsRequestId), /^[0-9a-f-]{36}$/);
    assert.match(String(logStreamName), /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    assert.ok(Number(remaining) > 0 && Number(remaining) <= 10_000);
    assert.deepEqual(rest, {
      functionName: "orders",
      functionVersion: "$LATEST",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:123456789012:function:orders",
      memoryLimitInMB: "128",
      logGroupName: "/aws/lambda/orders",
      callbackWaitsForEmptyEventLoop: true,
    });
  });

  it("shows a function its own environment and Lambda's, and nothing else", async () => {
    const reads = "export const handler = async () => process.env;";
    process.env["PALISADE_TEST_SECRET"] = "of the host";
    const first = await functions.create(reads, { environment: { OWN: "first" } });
    const second = await functions.create(reads, { environment: { TZ: "Asia/Tokyo" } });

    const [ofFirst, ofSecond] = (await Promise.all([first.call(), second.call()])) as [
      Record<string, string>,
      Record<string, string>,
    ];

    delete process.env["PALISADE_TEST_SECRET"];
    assert.deepEqual(Object.keys(ofFirst).sort(), [
      "AWS_DEFAULT_REGION",
      "AWS_EXECUTION_ENV",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
      "AWS_LAMBDA_FUNCTION_NAME",
      "AWS_LAMBDA_FUNCTION_VERSION",
      "AWS_LAMBDA_INITIALIZATION_TYPE",
      "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_STREAM_NAME",
      "AWS_REGION",
      "HOME",
      "LAMBDA_TASK_ROOT",
      "LANG",
      "OWN",
      "PATH",
      "TZ",
      "_HANDLER",
    ]);
    assert.equal(ofFirst["OWN"], "first");
    assert.equal(ofFirst["LAMBDA_TASK_ROOT"], first.codeDirectory);
    assert.equal(ofSecond["OWN"], undefined);
    assert.equal(ofSecond["TZ"], "Asia/Tokyo");
  });

  it("runs events one after the other in one instance", async () => {
    const runtime = await functions.create(counting, { environment: { GATE: gate.url } });
    gate.open();

    const answers = [await runtime.call(), await runtime.call(), await runtime.call()];

    assert.deepEqual(answers, [
      { runs: 1, together: 1 },
      { runs: 2, together: 1 },
      { runs: 3, together: 1 },
    ]);
    assert.equal(runtime.counters.instances, 1);
  });

  for (const [kind, files] of [
    ["ES modules", { "index.mjs": counting }],
    ["CommonJS modules", { "index.js": asCommonJs(counting) }],
  ] as const) {
    it(`runs events that come together in instances of their own, on few threads: ${kind}`, async () => {
      const runtime = await functions.create(files, { environment: { GATE: gate.url } });

      const calls = Array.from({ length: 20 }, () => runtime.call());
      await gate.holds(20);
      const { concurrentExecutions, instances, threads } = runtime.counters;
      gate.open();

      const answers = await Promise.all(calls);
      assert.deepEqual(answers, Array(20).fill({ runs: 1, together: 1 }));
      assert.deepEqual(
        { concurrentExecutions, instances, threads },
        { concurrentExecutions: 20, instances: 20, threads: Math.min(20, availableParallelism()) },
      );
    });
  }

  it("gives instances threads of their own when their bundle has several modules", async () => {
    const state = `export const state = { runs: 0 };`;
    const index = `
      import { state } from "./state.mjs";
      export const handler = async () => { await fetch(process.env.GATE); return ++state.runs; };`;
    const runtime = await functions.create(
      { "index.mjs": index, "state.mjs": state },
      { environment: { GATE: gate.url } },
    );

    const calls = Array.from({ length: 3 }, () => runtime.call());
    await gate.holds(3);
    gate.open();

    assert.deepEqual(await Promise.all(calls), [1, 1, 1]);
    assert.equal(runtime.counters.threads, 3);
  });

  it("refuses events beyond the reserved concurrency and takes them again later", async () => {
    const runtime = await functions.create(counting, {
      environment: { GATE: gate.url },
      reservedConcurrency: 2,
    });
    const calls = [runtime.call(), runtime.call()];
    await gate.holds(2);

    await assert.rejects(runtime.call(), {
      name: "LambdaServiceError",
      code: "TooManyRequestsException",
      status: 429,
    });

    gate.open();
    await Promise.all(calls);
    await runtime.call();
    const { invocations, throttles } = runtime.counters;
    assert.deepEqual({ invocations, throttles }, { invocations: 3, throttles: 1 });
  });

  it("runs nothing with a reserved concurrency of 0", async () => {
    const runtime = await functions.create(echo, { reservedConcurrency: 0 });

    await assert.rejects(runtime.call(), { code: "TooManyRequestsException" });
  });

  it("refuses an event that is larger than Lambda allows", async () => {
    const runtime = await functions.create(echo);
    const ofLength = (length: number) => JSON.stringify("x".repeat(length - 2));

    await assert.rejects(runtime.invoke(ofLength(maxEventBytes + 1)), {
      code: "RequestTooLargeException",
      status: 413,
    });
    const { functionError } = await runtime.invoke(ofLength(maxEventBytes));
    assert.equal(functionError, undefined);
  });

  it("logs each line that the function prints", async () => {
    const runtime = await functions.create(`
      console.log("loaded");
      export const handler = async () => {
        process.stdout.write("to be ");
        process.stdout.write("continued\\nsecond\\n");
        console.error("third");
      };`);

    await runtime.call();

    await Promise.all([runtime.logged(/^second$/), runtime.logged(/^third$/)]);
    assert.deepEqual(
      runtime.lines.filter((line) => line !== "third"),
      ["loaded", "to be continued", "second"],
    );
  });

  it("begins a line of its own for what comes after text without an end of line", async () => {
    const runtime = await functions.create(`
      export const handler = async ({ act }) => {
        process.stdout.write(act);
        if (act === "throw") throw new Error("no");
        if (act === "exit") process.exit(1);
      };`);

    for (const act of ["return", "throw", "exit"]) await runtime.call({ act });

    const begins = runtime.lines.map((line) => line.replace(/(error): .*/, "$1"));
    assert.deepEqual(begins, ["return", "throw", "Invoke error", "exit", "Invoke error"]);
  });

  it("leaves no log open for a thread that has ended", async function () {
    if (!existsSync(descriptors)) this.skip();
    const runtime = await functions.create(`
      export const handler = async ({ act }) => act === "exit" ? process.exit(1) : "idle";`);

    await runtime.call();
    assert.equal(openFiles(runtime.codeDirectory).length, 1);
    await runtime.call({ act: "exit" });
    await runtime.call();
    assert.equal(openFiles(runtime.codeDirectory).length, 1);
    await runtime.close();

    assert.deepEqual(openFiles(runtime.codeDirectory), []);
  });

  it("starts the first instance when it is warmed", async () => {
    const runtime = await functions.create(`
      const loadedAt = Date.now();
      export const handler = async () => loadedAt;`);

    await runtime.warm();

    const warmedAt = Date.now();
    assert.ok(((await runtime.call()) as number) <= warmedAt);
    assert.equal(runtime.counters.instances, 1);
  });

  it("refuses events after it was closed", async () => {
    const runtime = await functions.create(echo);
    await runtime.call();

    await runtime.close();

    await assert.rejects(runtime.call(), { code: "ServiceException" });
    assert.equal(runtime.counters.threads, 0);
  });

  it("fails events that run when it is closed", async () => {
    const runtime = await functions.create(counting, { environment: { GATE: gate.url } });
    const call = runtime.call();
    await gate.holds(1);

    await runtime.close();

    assert.equal(((await call) as { errorType: string }).errorType, "Runtime.ExitError");
  });

  it("lets the process end once it is closed", async () => {
    const codeDirectory = await functions.writeBundle({ "index.mjs": echo });
    const program = `
      import { createFunctionRuntime } from ${JSON.stringify(new URL("./index.ts", import.meta.url))};
      const runtime = createFunctionRuntime({
        name: "f", arn: "f", region: "us-east-1", handler: "index.handler",
        codeDirectory: ${JSON.stringify(codeDirectory)},
        environment: {}, timeoutMs: 600000, memoryMb: 128, logFile: ${JSON.stringify(`${codeDirectory}/log`)},
      });
      await Promise.all([runtime.invoke("1"), runtime.invoke("2"), runtime.invoke("3")]);
      await runtime.close();`;
    const child = spawn(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", program],
      { stdio: "inherit" },
    );

    const [exitCode] = (await once(child, "exit")) as [number];

    assert.equal(exitCode, 0);
  });
});
