import { maxStreamingTimeoutMs, readSettings } from "../settings.ts";
import { createStreamingProxy } from "./streamingProxy.ts";

const proxy = createStreamingProxy(
  readSettings(process.env, maxStreamingTimeoutMs),
  (stream, head) => awslambda.HttpResponseStream.from(stream, { ...head }),
);

/** A handler of the managed runtime either always streams or never does; this one always streams. */
export const handler = awslambda.streamifyResponse(proxy);
