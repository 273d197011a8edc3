import { maxStreamingTimeoutMs, readSettings } from "../../settings.ts";
import { createStreamingProxy } from "../../streaming/streamingProxy.ts";
import { readResilience } from "../readResilience.ts";
import { createResilience } from "../resilience.ts";

const proxy = createStreamingProxy(
  readSettings(process.env, maxStreamingTimeoutMs),
  (stream, prelude) => awslambda.HttpResponseStream.from(stream, { ...prelude }),
  createResilience(readResilience(process.env)),
);

/** A handler of the managed runtime either always streams or never does; this one always streams. */
export const handler = awslambda.streamifyResponse(proxy);
