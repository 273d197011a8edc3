import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { maxEventBytes } from "./failures.ts";
import { TestFunctions } from "./testing/functions.ts";
import { type Gate, startGate } from "./testing/gate.ts";

const echo = "export const handler = async (event) => event;";

/** Returns the number of events its instance has run, and of those running now. */
const counting = `
  let runs = 0, running = 0;
  export const handler = async () => {
    runs += 1; running += 1;
    await fetch(process.env.GATE);
    const together = running;
    running -= 1;
    return { runs, together };
  };`;

const asCommonJs = (code: string) => code.replace("export const handler", "exports.handler");

describe("a function's runtime", () => {
  const functions = new TestFunctions();
  let gate: Gate;

  beforeEach(async () => void (gate = await startGate()));
  afterEach(async () => {
    await functions.removeAll();
    await gate.close();
  });

  it("responds with the handler's return value", async () => {
    const runtime = await functions.create(echo);

    const { requestId, timing, ...result } = await runtime.invoke('{"a":["ü",1,null]}');

    assert.deepEqual(result, { payload: '{"a":["ü",1,null]}' });
    assert.ok(timing!.initMs! > 0 && timing!.handlerMs > 0, "a new instance takes time to load");
    assert.match(requestId ?? "", /^[\da-f-]{36}$/);
  });

  it("responds with null for a handler that returns nothing", async () => {
    const runtime = await functions.create("export const handler = async () => {};");

    assert.equal((await runtime.invoke("{}")).payload, "null");
  });

  it("passes Lambda's context to the handler", async () => {
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

  it("gives a function only its own and Lambda's variables", async () => {
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
      "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED",
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

  it("runs sequential events in one instance", async () => {
    const runtime = await functions.create(counting, { environment: { GATE: gate.url } });
    gate.open();

    const results = [await runtime.call(), await runtime.call(), await runtime.call()];

    assert.deepEqual(results, [
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
    it(`runs parallel events in separate instances, on few threads: ${kind}`, async () => {
      const runtime = await functions.create(files, { environment: { GATE: gate.url } });

      const calls = Array.from({ length: 20 }, () => runtime.call());
      await gate.holds(20);
      const { concurrentExecutions, instances, threads } = runtime.counters;
      gate.open();

      const results = await Promise.all(calls);
      assert.deepEqual(results, Array(20).fill({ runs: 1, together: 1 }));
      assert.deepEqual(
        { concurrentExecutions, instances, threads },
        { concurrentExecutions: 20, instances: 20, threads: Math.min(20, availableParallelism()) },
      );
    });
  }

  it("gives each instance a thread if the bundle has several modules", async () => {
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

  it("refuses events beyond the reserved concurrency, and accepts events again later", async () => {
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
      code: "RequestEntityTooLargeException",
      status: 413,
    });
    const { functionError } = await runtime.invoke(ofLength(maxEventBytes));
    assert.equal(functionError, undefined);
  });

  it("starts the first instance with warm()", async () => {
    const runtime = await functions.create(`
      const loadedAt = Date.now();
      export const handler = async () => loadedAt;`);

    await runtime.warm();

    const warmedAt = Date.now();
    assert.ok(((await runtime.call()) as number) <= warmedAt);
    assert.equal(runtime.counters.instances, 1);
  });

  it("refuses events after it is closed", async () => {
    const runtime = await functions.create(echo);
    await runtime.call();

    await runtime.close();

    await assert.rejects(runtime.call(), { code: "ServiceException" });
    assert.equal(runtime.counters.threads, 0);
  });

  it("fails running events when it is closed", async () => {
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
