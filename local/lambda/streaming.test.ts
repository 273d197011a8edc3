import assert from "node:assert/strict";
import { once } from "node:events";
import { buffer, text } from "node:stream/consumers";
import { FunctionFailedError } from "./index.ts";
import { startGate } from "./testing/gate.ts";
import { TestFunctions } from "./testing/functions.ts";

const streaming = (body: string, before = "") =>
  `${before}
   export const handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} });`;

describe("a function that streams", () => {
  const functions = new TestFunctions();

  afterEach(() => functions.removeAll());

  it("sends its response before it has ended", async () => {
    const gate = await startGate();
    const lambda = await functions.create(
      streaming(`stream.write("first "); await fetch(event.gate); stream.end("last");`),
    );

    const stream = await lambda.stream(JSON.stringify({ gate: gate.url }));
    const [first] = (await once(stream, "data")) as [Buffer];
    gate.open();

    assert.equal(first.toString(), "first ");
    assert.equal(await text(stream), "last");
    await gate.close();
  });

  it("sends metadata and eight null bytes before its body", async () => {
    const lambda = await functions.create(
      streaming(`
        const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
        http.write("body"); http.end();`),
    );

    const response = await text(await lambda.stream("{}"));

    assert.equal(response, `{"statusCode":201}${"\0".repeat(8)}body`);
  });

  it("sends its metadata with an empty first write", async () => {
    const lambda = await functions.create(
      streaming(`
        const http = awslambda.HttpResponseStream.from(stream, { statusCode: 204 });
        http.write(""); http.end();`),
    );

    assert.equal(await text(await lambda.stream("{}")), `{"statusCode":204}${"\0".repeat(8)}`);
  });

  it("streams more bytes than a returned response may have, unchanged", async () => {
    const lambda = await functions.create(
      streaming(
        `
        const { Readable } = await import("node:stream");
        const { pipeline } = await import("node:stream/promises");
        const part = Buffer.alloc(100_000, "0123456789");
        await pipeline(Readable.from(Array.from({ length: 120 }, () => part)), stream);`,
      ),
    );

    const bytes = await buffer(await lambda.stream("{}"));

    assert.equal(bytes.length, 12_000_000);
    assert.ok(bytes.equals(Buffer.alloc(12_000_000, "0123456789")));
  });

  it("waits for a slow reader", async () => {
    const lambda = await functions.create(
      streaming(`
        for (let written = 0; written < 40; written++) {
          console.log("wrote " + written);
          if (!stream.write(Buffer.alloc(100_000))) await new Promise((r) => stream.once("drain", r));
        }
        stream.end();`),
    );

    const stream = await lambda.stream("{}");
    await lambda.logged(/wrote 4$/);
    // Another event has run in the same thread, so the first one had time to run on.
    await lambda.stream("{}").then(text);
    const ahead = lambda.lines.filter((line) => /^wrote/.test(line)).length - 40;
    const { length } = await buffer(stream);

    assert.ok(ahead < 10, `wrote ${ahead} parts that nobody has read`);
    assert.equal(length, 4_000_000);
  });

  it("runs to its end when the reader disconnects", async () => {
    const gate = await startGate();
    const lambda = await functions.create(
      streaming(`
        stream.write("first"); await fetch(event.gate);
        for (let i = 0; i < 20; i++) {
          if (!stream.write(Buffer.alloc(100_000))) await new Promise((r) => stream.once("drain", r));
        }
        stream.end(); console.log("over");`),
    );

    const stream = await lambda.stream(JSON.stringify({ gate: gate.url }));
    await once(stream, "data");
    stream.destroy();
    gate.open();

    await lambda.logged(/over/);
    await gate.close();
  });

  it("ends its stream with the error when it fails", async () => {
    const lambda = await functions.create(
      streaming(`stream.write("half"); throw new RangeError("enough");`),
    );

    const reading = text(await lambda.stream("{}"));

    await assert.rejects(reading, (error: FunctionFailedError) => {
      assert.equal(error.name, "FunctionFailedError");
      assert.equal((JSON.parse(error.payload) as { errorType: string }).errorType, "RangeError");
      return true;
    });
    assert.equal(lambda.counters.errors, 1);
  });

  it("fails at its timeout", async () => {
    const lambda = await functions.create(
      streaming(`stream.write("half"); await new Promise(() => {});`),
      { timeoutMs: 300 },
    );

    await assert.rejects(text(await lambda.stream("{}")), { name: "FunctionFailedError" });
  });

  it("responds in one piece to an invocation without streaming", async () => {
    const lambda = await functions.create(streaming(`stream.write('{"a":'); stream.end("1}");`));

    assert.deepEqual(await lambda.call(), { a: 1 });
  });

  it("streams a returned response in one piece", async () => {
    const lambda = await functions.create(`export const handler = async () => ({ a: 1 });`);

    assert.equal(await text(await lambda.stream("{}")), '{"a":1}');
  });

  it("counts against the function's concurrency while it streams", async () => {
    const gate = await startGate();
    const lambda = await functions.create(
      streaming(`stream.write("first"); await fetch(event.gate); stream.end();`),
      { reservedConcurrency: 1 },
    );

    const stream = await lambda.stream(JSON.stringify({ gate: gate.url }));
    await once(stream, "data");

    await assert.rejects(lambda.stream("{}"), { code: "TooManyRequestsException" });
    gate.open();
    await text(stream);
    await gate.close();
  });
});
