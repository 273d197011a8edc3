import assert from "node:assert/strict";
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import {
  FunctionFailedError,
  type InvokeStreaming,
  LambdaServiceError,
} from "../../../lambda/index.ts";
import type { StageModel } from "../../model.ts";
import { createModel, functionArn, serve, type TestGateway } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";

const uri =
  "arn:aws:apigateway:eu-west-1:lambda:path/2021-11-15/functions/" +
  `${functionArn}/response-streaming-invocations`;
const delimiter = "\0".repeat(8);

// Source: API Gateway Developer Guide, "Set up a Lambda proxy integration with payload response streaming".
describe("an aws_proxy integration that streams", () => {
  let gateway: TestGateway;

  afterEach(() => gateway.abort());

  const serveStream = async (
    invokeStreaming: InvokeStreaming,
    integration: object = {},
    stage: Partial<StageModel> = {},
  ) => {
    const operation = {
      "x-amazon-apigateway-integration": {
        type: "aws_proxy",
        httpMethod: "POST",
        uri,
        responseTransferMode: "STREAM",
        ...integration,
      },
    };
    const document = { paths: { "/": { get: operation, head: operation, post: operation } } };
    gateway = await serve(createModel(document, stage), {}, { invokeStreaming });
  };

  /** A function that writes these parts and ends. */
  const writing =
    (...parts: (string | Buffer)[]): InvokeStreaming =>
    () => {
      const stream = new PassThrough();
      for (const part of parts) stream.write(part);
      stream.end();
      return Promise.resolve(stream);
    };

  const open = async (): Promise<IncomingMessage> => {
    const request = get(`${gateway.url}/`, { agent: false });
    request.on("error", () => undefined);
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return response;
  };

  it("responds with the prelude's status and headers, and the function's bytes", async () => {
    const head = {
      statusCode: 201,
      headers: { "Content-Type": "image/png", Server: "mine" },
      multiValueHeaders: { "X-Many": ["1", "2"] },
      cookies: ["a=1", "b=2"],
    };
    const bytes = Buffer.from([0, 255, 128]);
    await serveStream(writing(JSON.stringify(head), delimiter, bytes));

    const response = await send(gateway.port, "/dev");

    assert.equal(response.status, 201);
    assert.equal(response.headers["content-type"], "image/png");
    assert.equal(response.headers["x-many"], "1, 2");
    assert.equal(response.headers["set-cookie"], "a=1, b=2");
    assert.equal(response.headers["x-amzn-remapped-server"], "mine");
    assert.equal(response.headers["transfer-encoding"], "chunked");
    assert.ok(response.headers["x-amzn-requestid"]);
    assert.deepEqual(response.bytes, bytes);
  });

  it("accepts an empty prelude in parts", async () => {
    await serveStream(writing("{", `}${delimiter.slice(0, 3)}`, `${delimiter.slice(3)}body`));

    const response = await send(gateway.port, "/dev");

    assert.equal(response.status, 200);
    assert.equal(response.headers["content-type"], "application/json");
    assert.equal(response.text, "body");
  });

  it("sends bytes as they arrive", async () => {
    const stream = new PassThrough();
    stream.write(`{}${delimiter}first`);
    await serveStream(() => Promise.resolve(stream));

    const response = await open();
    const [first] = (await once(response, "data")) as [Buffer];
    stream.end("last");

    assert.equal(first.toString(), "first");
    assert.equal(await text(response), "last");
  });

  it("sends the headers before the body", async () => {
    const stream = new PassThrough();
    stream.write(`{"statusCode":202}${delimiter}`);
    await serveStream(() => Promise.resolve(stream));

    const response = await open();
    stream.end("late");

    assert.equal(response.statusCode, 202);
    assert.equal(await text(response), "late");
  });

  it("streams more than 10 MB", async () => {
    const large = Buffer.alloc(12 * 1024 * 1024, "x");
    await serveStream(writing(`{}${delimiter}`, large));

    const response = await send(gateway.port, "/dev");

    assert.ok(response.bytes.equals(large));
  });

  it("keeps the function's Content-Length", async () => {
    await serveStream(writing(`{"headers":{"Content-Length":"4"}}${delimiter}body`));

    const response = await send(gateway.port, "/dev");

    assert.equal(response.headers["content-length"], "4");
    assert.equal(response.headers["transfer-encoding"], undefined);
    assert.equal(response.text, "body");
  });

  for (const length of [3, 5]) {
    it(`aborts a response of 4 bytes whose Content-Length is ${length}`, async () => {
      await serveStream(writing(`{"headers":{"Content-Length":"${length}"}}${delimiter}body`));

      await assert.rejects(
        open().then((response) => buffer(response)),
        /aborted|hang up|ECONNRESET/,
      );
    });
  }

  for (const [title, ...parts] of [
    ["without a delimiter", '{"statusCode":200}'],
    ["without any bytes"],
    ["whose delimiter comes after 16 KB", `{"headers":{"a":"${"x".repeat(16_384)}"}}`, delimiter],
    ["that is not JSON", `{statusCode:200}${delimiter}`],
    ["with an unknown key", `{"body":"x"}${delimiter}`],
    ["with an invalid status", `{"statusCode":"ok"}${delimiter}`],
    ["with invalid headers", `{"headers":{"a":1}}${delimiter}`],
    ["with a header that cannot be sent", `{"headers":{"a":"b\\r\\nc"}}${delimiter}`],
  ] as [string, ...string[]][]) {
    it(`responds with 500 for a prelude ${title}`, async () => {
      await serveStream(writing(...parts));

      const response = await send(gateway.port, "/dev");

      assert.equal(response.status, 500);
      assert.equal(response.text, '{"message": "Internal server error"}');
    });
  }

  it("responds with 502 when the function fails before its prelude is complete", async () => {
    await serveStream(() => {
      const stream = new PassThrough();
      stream.write('{"status');
      setImmediate(() => stream.destroy(new FunctionFailedError("{}")));
      return Promise.resolve(stream);
    });

    assert.equal((await send(gateway.port, "/dev")).status, 502);
  });

  it("responds with 500 when Lambda does not run the function", async () => {
    const error = new LambdaServiceError("TooManyRequestsException", 429, "Rate Exceeded.");
    await serveStream(() => Promise.reject(error));

    assert.equal((await send(gateway.port, "/dev")).status, 500);
  });

  it("responds with 504 when the headers are late, and stops reading", async () => {
    const stream = new PassThrough();
    await serveStream(() => Promise.resolve(stream), { timeoutInMillis: 50 });

    const response = await send(gateway.port, "/dev");

    assert.equal(response.status, 504);
    assert.ok(stream.destroyed);
  });

  it("aborts the response at the timeout", async () => {
    const stream = new PassThrough();
    stream.write(`{}${delimiter}first`);
    await serveStream(() => Promise.resolve(stream), { timeoutInMillis: 200 });

    const response = await open();

    await assert.rejects(text(response), /aborted/);
  });

  it("aborts the response when the function fails in the middle", async () => {
    const stream = new PassThrough();
    stream.write(`{}${delimiter}first`);
    await serveStream(() => Promise.resolve(stream));

    const response = await open();
    await once(response, "data");
    stream.destroy(new FunctionFailedError("{}"));

    await assert.rejects(text(response), /aborted/);
  });

  it("stops reading when the client disconnects", async () => {
    const stream = new PassThrough();
    stream.write(`{}${delimiter}first`);
    await serveStream(() => Promise.resolve(stream));

    const response = await open();
    response.destroy();
    await once(stream, "close");

    assert.ok(stream.destroyed);
  });

  it("reads from the function only as fast as the client reads", async () => {
    const stream = new PassThrough({ highWaterMark: 64 * 1024 });
    stream.write(`{}${delimiter}`);
    await serveStream(() => Promise.resolve(stream));
    const response = await open();

    const part = Buffer.alloc(64 * 1024);
    let written = 0;
    const total = 512;
    await new Promise<void>((resolve) => {
      // The client reads nothing, so the buffers fill up.
      const write = () => {
        while (written < total && stream.write(part)) written += 1;
        if (written < total) stream.once("drain", write);
      };
      write();
      let previous = -1;
      const check = () => {
        if (written === previous) return resolve();
        previous = written;
        setTimeout(check, 100);
      };
      check();
    });

    assert.ok(written < total, "32 MB were sent to a client that reads nothing");
    response.destroy();
  });

  it("logs a response when it has ended, with the number of sent bytes", async () => {
    const stream = new PassThrough();
    stream.write(`{}${delimiter}12345`);
    const format =
      "$context.status $context.responseLength $context.integration.responseTransferMode";
    await serveStream(() => Promise.resolve(stream), {}, { accessLogFormat: format });

    const response = await open();
    await once(response, "data");
    const before = [...gateway.logLines];
    stream.end("6789");
    await text(response);
    await gateway.close({ graceMs: 1000 });

    assert.deepEqual(before, []);
    assert.deepEqual(gateway.logLines, ["200 9 STREAMED"]);
  });

  it("sends no body if the status or the method allows none", async () => {
    await serveStream(writing(`{"statusCode":204}${delimiter}body`));

    const response = await send(gateway.port, "/dev");
    const head = await send(gateway.port, "/dev", { method: "HEAD" });

    assert.deepEqual([response.status, response.text], [204, ""]);
    assert.deepEqual([head.status, head.text], [204, ""]);
  });

  for (const invalid of [
    { responseTransferMode: "BUFFERED" },
    { uri: uri.replace("2021-11-15", "2015-03-31") },
    { responseTransferMode: "CHUNKED" },
  ]) {
    it(`does not serve ${JSON.stringify(invalid)}`, async () => {
      await assert.rejects(serveStream(writing(), invalid), { name: "RestApiDefinitionError" });
    });
  }
});
