import { addAssertions, readAssertionKey } from "../addAssertions.ts";
import { readResilience } from "../../resilience/readResilience.ts";
import { createResilience } from "../../resilience/resilience.ts";
import { maxStreamingTimeoutMs, readSettings } from "../../settings.ts";
import { createStreamingProxy } from "../../streaming/streamingProxy.ts";

const settings = readSettings(process.env, maxStreamingTimeoutMs);
const proxy = createStreamingProxy(
  settings,
  (stream, head) => awslambda.HttpResponseStream.from(stream, { ...head }),
  createResilience(readResilience(process.env)),
  addAssertions(settings.serviceName, readAssertionKey(process.env)),
);

/** The streaming proxy for services with assertions. */
export const handler = awslambda.streamifyResponse(proxy);
