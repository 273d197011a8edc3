import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough, type Writable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { captureLog } from "../../testing/captureLog.ts";
import type { ProxySettings } from "../settings.ts";
import { type EventParts, testEvent, testSettings } from "../../testing/proxyEvent.ts";
import { startHttpService, stopServices, type TestService } from "../../testing/service.ts";
import { testCallContext } from "../../testing/proxyCall.ts";
import type { ResponseHead } from "../response.ts";
import { createStreamingProxy } from "./streamingProxy.ts";

describe("createStreamingProxy", () => {
  let service: TestService;

  stopServices();

  const start = (parts: EventParts = {}, settings: Partial<ProxySettings> = {}) => {
    const preludes: ResponseHead[] = [];
    const stream = new PassThrough();
    // Readers handle the error; without one, it must not end the process.
    stream.on("error", () => {});
    const handler = createStreamingProxy(
      { ...testSettings(service.url), ...settings },
      (to: Writable, prelude) => {
        preludes.push(prelude);
        return to;
      },
    );
    return {
      stream,
      preludes,
      done: captureLog(() => handler(testEvent(parts), stream, testCallContext)),
    };
  };

  it("streams the response while the service is still sending", async () => {
    let finish = () => {};
    service = await startHttpService((_, response) => {
      response.writeHead(201, { "Set-Cookie": ["a=1", "b=2"], Connection: "X-Hop", "X-Hop": "1" });
      response.write("first");
      finish = () => response.end("last");
    });

    const { stream, preludes, done } = start({ headers: { "X-Correlation-Id": ["c-1"] } });
    const [first] = (await once(stream, "data")) as [Buffer];
    finish();
    const rest = await text(stream);
    const { lines } = await done;

    assert.equal(first.toString(), "first");
    assert.equal(rest, "last");
    assert.equal(preludes[0]!.statusCode, 201);
    const { "set-cookie": cookies, "x-hop": hop } = preludes[0]!.multiValueHeaders;
    assert.deepEqual(cookies, ["a=1", "b=2"]);
    assert.equal(hop, undefined);
    assert.deepEqual(preludes[0]!.multiValueHeaders["x-correlation-id"], ["c-1"]);
    assert.equal(lines.length, 1);
  });

  it("passes on more bytes than a function may return, unchanged", async () => {
    const bytes = Buffer.alloc(7 * 1024 * 1024, "0123456789");
    service = await startHttpService((_, response) => response.end(bytes));

    const { stream, done } = start();

    assert.ok((await buffer(stream)).equals(bytes));
    await done;
  });

  it("sends the verified claims to the service, never the token", async () => {
    service = await startHttpService((request, response) => {
      response.end(JSON.stringify(request.headers));
    });

    const { stream } = start({
      headers: { Authorization: ["Bearer x.y.z"], X_User_Sub: ["mallory"] },
      claims: { sub: "jane" },
    });

    const headers = JSON.parse(await text(stream)) as Record<string, string>;
    assert.equal(headers["x-user-sub"], "jane");
    assert.equal(headers["x_user_sub"], undefined);
    assert.equal(headers["authorization"], undefined);
  });

  it("responds with an ordinary JSON error when it fails before the first byte", async () => {
    service = await startHttpService(() => {});
    await service.stop();

    const { stream, preludes, done } = start();

    assert.equal(
      (JSON.parse(await text(stream)) as { message: string }).message,
      "Service Unavailable",
    );
    assert.equal(preludes[0]!.statusCode, 503);
    assert.deepEqual(preludes[0]!.multiValueHeaders["content-type"], ["application/json"]);
    await done;
  });

  it("responds 502 when the headers exceed what API Gateway reads", async () => {
    service = await startHttpService((_, response) => {
      // Each quote takes two bytes of JSON.
      response.setHeader("X-Large", '"'.repeat(9_000));
      response.end("body");
    });

    const { stream, preludes } = start();

    assert.equal((JSON.parse(await text(stream)) as { message: string }).message, "Bad Gateway");
    assert.equal(preludes[0]!.statusCode, 502);
  });

  it("fails when the service ends its response early", async () => {
    service = await startHttpService((_, response) => {
      response.write("half", () => response.destroy());
    });

    const { stream, done } = start();
    const reading = text(stream);

    await assert.rejects(done, { name: "ProxyFailure", kind: "brokenResponse" });
    await assert.rejects(reading);
  });

  it("fails when the response takes longer than the total timeout", async () => {
    service = await startHttpService((_, response) => response.write("half"));

    const { stream, done } = start({}, { totalTimeoutMs: 200 });
    const reading = text(stream);

    await assert.rejects(done, { name: "ProxyFailure", kind: "timeout" });
    await assert.rejects(reading);
  });
});
