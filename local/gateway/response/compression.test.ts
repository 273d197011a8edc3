import assert from "node:assert/strict";
import { promisify } from "node:util";
import zlib from "node:zlib";
import { PassThrough } from "node:stream";
import fc from "fast-check";
import { decodeBody, encodeReply } from "./compression.ts";
import type { RestApiModel } from "../model.ts";
import { StreamedBody } from "./streamedBody.ts";
import {
  type FunctionResponse,
  createModel,
  lambda,
  serve,
  type TestGateway,
} from "../testing/gateway.ts";
import { send, type RawRequest } from "../testing/http.ts";

const gzip = promisify<zlib.InputType, Buffer>(zlib.gzip);
const deflate = promisify<zlib.InputType, Buffer>(zlib.deflate);

const text = "many the same ".repeat(100);

describe("payload compression", () => {
  let gateway: TestGateway | undefined;

  afterEach(async () => {
    await gateway?.close({ graceMs: 1000 });
    gateway = undefined;
  });

  const call = async (
    request: RawRequest,
    output: FunctionResponse = { statusCode: 200, body: text },
    model: Partial<RestApiModel> = { minimumCompressionSize: 100 },
  ) => {
    const paths = { "/": { get: lambda(), post: lambda(), head: lambda() } };
    gateway = await serve(createModel({ paths }, {}, model), output);
    return send(gateway.port, "/dev/", request);
  };

  describe("of responses", () => {
    const accepting = (...lines: string[]): RawRequest => ({
      headers: lines.flatMap((line) => ["Accept-Encoding", line]),
    });

    const encoded: [accepted: string, coding: string][] = [
      ["gzip", "gzip"],
      ["deflate", "deflate"],
      ["GZIP, deflate, br", "gzip"],
      ["gzip;q=0.2, deflate;q=0.9", "deflate"],
      ["br;q=0, gzip", "gzip"],
      ["br;q=0.5, gzip", "gzip"],
      ["identity;q=0, *;q=0, deflate ; Q=0.1", "deflate"],
      [", gzip", "gzip"],
    ];
    // Callers of AWS report that only the first choice counts.
    const skipped = [
      ...[["*"], [""], ["br, gzip;q=0"], ["br, gzip"], ["identity, gzip;q=0.1"], ["gzip;q=0.1, *"]],
      ...[["gzip;q=0.5, br;q=0.9"], ["gzip;q=0"], ["identity;q=0"], ["br", "gzip"]],
      ...[["x-gzip"], ["gzip;q=0.5", "br"]],
    ];
    for (const lines of skipped) {
      it(`is skipped for "${lines.join('" and "')}"`, async () => {
        const { headers, bytes } = await call(accepting(...lines));

        assert.equal(headers["content-encoding"], undefined);
        assert.equal(bytes.length, text.length);
      });
    }
    it("reads several lines as one list", async () => {
      const { headers } = await call(accepting("br;q=0", "gzip;q=0.1", "deflate"));

      assert.equal(headers["content-encoding"], "deflate");
    });

    for (const [accepted, coding] of encoded) {
      it(`is ${coding} for "${accepted}"`, async () => {
        const response = await call(accepting(accepted));

        const decode = coding === "gzip" ? zlib.gunzipSync : zlib.inflateSync;
        assert.equal(response.headers["content-encoding"], coding);
        assert.equal(response.headers["content-length"], String(response.bytes.length));
        assert.equal(decode(response.bytes).toString(), text);
      });
    }

    for (const [title, request, output, model] of [
      ["a client without Accept-Encoding", {}],
      ["a small response", accepting("gzip"), { statusCode: 200, body: "x".repeat(99) }],
      ["an empty response", accepting("gzip"), { statusCode: 204 }, { minimumCompressionSize: 0 }],
      [
        "a response that is already encoded",
        accepting("gzip"),
        { statusCode: 200, headers: { "content-ENCODING": "br" }, body: text },
      ],
      ["an API without compression", accepting("gzip"), undefined, {}],
    ] as [string, RawRequest, FunctionResponse?, Partial<RestApiModel>?][]) {
      it(`is skipped for ${title}`, async () => {
        const { headers, bytes } = await call(request, output, model);

        assert.ok([undefined, "br"].includes(headers["content-encoding"]));
        assert.ok(bytes.length === 0 || [99, text.length].includes(bytes.length));
      });
    }

    it("starts at the API's minimum size", async () => {
      const output = { statusCode: 200, body: "x".repeat(100) };

      const { headers } = await call(accepting("gzip"), output);

      assert.equal(headers["content-encoding"], "gzip");
    });

    it("does not compress streams", async () => {
      const body = new StreamedBody(new PassThrough(), { remainingMs: 1, idleMs: 1 });
      const reply = { status: 200, headers: [], body };

      assert.equal(await encodeReply(reply, ["gzip"], 0), reply);
    });
  });

  describe("of requests", () => {
    const sending = (coding: string, body: string | Buffer): RawRequest => ({
      method: "POST",
      headers: ["Content-Encoding", coding, "Content-Type", "application/json"],
      body,
    });

    for (const [coding, encode] of [
      ["gzip", gzip],
      ["deflate", deflate],
      ["identity", (body: string) => Promise.resolve(body)],
      ["GZip", gzip],
    ] as const) {
      it(`is decoded (${coding}) even if responses are not compressed, and the header stays`, async () => {
        const { status } = await call(sending(coding, await encode('{"a":1}')), undefined, {});

        const [event] = gateway!.events;
        assert.equal(status, 200);
        assert.equal(event?.body, '{"a":1}');
        // API Gateway passes Content-Encoding to Lambda.
        assert.equal(event?.headers["Content-Encoding"], coding);
      });
    }

    // API Gateway Developer Guide, "Call an API method with a compressed payload in API Gateway".
    for (const [title, request] of [
      ["an unknown coding", sending("br", "x")],
      ["a body in another coding", sending("gzip", "x")],
      ["several codings", sending("gzip, gzip", "x")],
    ] as const) {
      it(`refuses ${title} with 415`, async () => {
        const response = await call(request);

        assert.equal(response.status, 415);
        assert.equal(response.text, '{"message": "Unsupported Media Type"}');
        assert.equal(gateway!.events.length, 0);
      });
    }

    // 10 MB is the limit of a payload.
    it("refuses with 413 more than 10 MB after decoding", async () => {
      const bomb = await gzip(Buffer.alloc(10_485_761));
      const largest = await gzip(Buffer.alloc(10_485_760));

      const response = await call(sending("gzip", bomb));

      assert.equal(response.status, 413);
      assert.equal(gateway!.events.length, 0);
      assert.equal((await decodeBody(largest, "gzip")).length, 10_485_760);
    });

    it("decodes any encoded body, and throws only gateway errors", async () => {
      const codings = fc.constantFrom("gzip", "deflate");
      await fc.assert(
        fc.asyncProperty(fc.uint8Array(), codings, async (bytes, coding) => {
          const encode = coding === "gzip" ? gzip : deflate;

          const decoded = await decodeBody(await encode(bytes), coding);

          assert.deepEqual(decoded, Buffer.from(bytes));
          await decodeBody(Buffer.from(bytes), coding).catch((error: Error) =>
            assert.equal(error.name, "GatewayError"),
          );
        }),
      );
    });
  });
});
