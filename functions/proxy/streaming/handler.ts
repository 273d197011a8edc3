import { maxStreamingTimeoutMs, readSettings } from "../settings.ts";
import { createStreamingProxy } from "./streamingProxy.ts";

const proxy = createStreamingProxy(
  readSettings(process.env, maxStreamingTimeoutMs),
  (stream, prelude) => awslambda.HttpResponseStream.from(stream, { ...prelude }),
);

/** The managed runtime takes a handler either as streaming or not: this one always streams. */
export const handler = awslambda.streamifyResponse(proxy);
