import { PassThrough, type Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { ProxyEvent } from "../proxy/event.ts";
import { createProxy } from "../proxy/proxy.ts";
import type { ResponseHead } from "../proxy/response.ts";
import type { ProxySettings } from "../proxy/settings.ts";
import { createStreamingProxy } from "../proxy/streaming/streamingProxy.ts";
import { testCallContext } from "./proxyCall.ts";

/** A response as a client receives it, whichever handler produced it. */
interface ClientResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string[]>>;
  readonly body: Buffer;
}

/** A handler of the proxy that returns its response in the same form as the other one. */
export type TestHandler = (event: ProxyEvent) => Promise<ClientResponse>;

/** Both handlers of the proxy. A streamed response that breaks off rejects. */
export const bothHandlers: readonly (readonly [
  name: string,
  create: (settings: ProxySettings) => TestHandler,
])[] = [
  ["buffered", buffered],
  ["streaming", streaming],
];

function buffered(settings: ProxySettings): TestHandler {
  const handler = createProxy(settings);
  return async (event) => {
    const { statusCode, multiValueHeaders, body, isBase64Encoded } = await handler(
      event,
      testCallContext,
    );
    return {
      status: statusCode,
      headers: multiValueHeaders as Record<string, string[]>,
      body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
    };
  };
}

function streaming(settings: ProxySettings): TestHandler {
  const heads = new WeakMap<Writable, ResponseHead>();
  const handler = createStreamingProxy(settings, (stream, head) => {
    heads.set(stream, head);
    return stream;
  });
  return async (event) => {
    const stream = new PassThrough();
    const [body] = await Promise.all([buffer(stream), handler(event, stream, testCallContext)]);
    const { statusCode, multiValueHeaders } = heads.get(stream)!;
    return { status: statusCode, headers: multiValueHeaders, body };
  };
}
