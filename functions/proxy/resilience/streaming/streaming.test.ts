import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { captureLog } from "../../../testing/captureLog.ts";
import { testCallContext } from "../../../testing/proxyCall.ts";
import { testEvent, testSettings } from "../../../testing/proxyEvent.ts";
import { answer, closed } from "../../../testing/resilientProxy.ts";
import { startHttpService, stopServices } from "../../../testing/service.ts";
import { createStreamingProxy } from "../../streaming/streamingProxy.ts";
import type { ResilienceOptions } from "../options.ts";
import { createResilience } from "../resilience.ts";

describe("a streaming proxy with resilience", () => {
  stopServices();

  const call = async (serviceUrl: URL, service: ResilienceOptions) => {
    const settings = testSettings(serviceUrl);
    let status: number | undefined;
    const begin = (stream: NodeJS.WritableStream, head: { statusCode: number }) => {
      status = head.statusCode;
      return stream as PassThrough;
    };
    const handler = createStreamingProxy(
      settings,
      begin,
      createResilience({ resilience: { service } }),
    );
    const stream = new PassThrough();
    const { result } = await captureLog(() =>
      Promise.all([text(stream), handler(testEvent(), stream, testCallContext)]),
    );
    return { status, body: result[0] };
  };

  it("limits an attempt until the head, and the body by the deadline", async () => {
    const { url } = await startHttpService((_request, response) => {
      response.write("first ");
      setTimeout(() => response.end("last"), 600);
    });

    const response = await call(url, { timeouts: { attemptMs: 500, totalMs: 10_000 } });

    assert.deepEqual(response, { status: 200, body: "first last" });
  });

  it("repeats a request whose response has a failure status", async () => {
    const listeners = [answer(503, "busy"), answer(200, "done")];
    const { url } = await startHttpService((request, response) =>
      listeners.shift()!(request, response),
    );

    assert.deepEqual(await call(url, { retries: {} }), { status: 200, body: "done" });
  });

  it("streams a fixed response", async () => {
    const response = await call(await closed(), { fallback: { status: 200, body: "fixed" } });

    assert.deepEqual(response, { status: 200, body: "fixed" });
  });
});
