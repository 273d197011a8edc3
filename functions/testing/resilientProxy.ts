import type { RequestListener } from "node:http";
import { createResilience } from "../proxy/resilience/resilience.ts";
import type { ResilienceOptions, ResilienceSettings } from "../proxy/resilience/options.ts";
import { createProxy } from "../proxy/proxy.ts";
import { captureLog } from "./captureLog.ts";
import { type EventParts, testEvent, testSettings } from "./proxyEvent.ts";
import { startHttpService } from "./service.ts";

export const post: EventParts = { httpMethod: "POST", body: "{}" };

/** Never responds. */
export const never: RequestListener = () => {};

export const answer =
  (status: number, body = ""): RequestListener =>
  (_request, response) =>
    response.writeHead(status).end(body);

/** A proxy with resilience for a service at a URL; its results have their log line. */
export const proxyOf = (
  serviceUrl: URL,
  resilience: ResilienceSettings,
  fallbackUrls: Record<string, URL> = {},
) => {
  const handler = createProxy(
    testSettings(serviceUrl),
    createResilience({ resilience, fallbackUrls }),
  );
  return async (parts: EventParts = {}, remainingMs = 26_000) => {
    const context = { getRemainingTimeInMillis: () => remainingMs };
    const { result, lines } = await captureLog(() => handler(testEvent(parts), context));
    return { ...result, line: lines[0]! };
  };
};

/** A service that counts its requests, and a proxy with the same options on all routes. */
export const served = async (listener: RequestListener, service: ResilienceOptions) => {
  const counted = { requests: 0 };
  const { url, stop } = await startHttpService((request, response) => {
    counted.requests += 1;
    listener(request, response);
  });
  return { counted, url, stop, call: proxyOf(url, { service }) };
};

/** A URL where nobody listens. */
export const closed = async () => {
  const { url, stop } = await startHttpService(never);
  await stop();
  return url;
};
