import { Agent, request } from "node:http";

/** The headers that the service gets from the function for the benchmark's event: it reads as many here. */
const headers = [
  ["x-forwarded-for", "203.0.113.9"],
  ["x-forwarded-proto", "https"],
  ["x-forwarded-port", "443"],
  ["x-forwarded-host", "api.example.com"],
  ["x-correlation-id", "8f5b1a9e-0000-4000-8000-000000000001"],
  ["x-amzn-trace-id", "Root=1-67891233-abcdef012345678912345678"],
  ["traceparent", "00-67891233abcdef012345678912345678-2345678912345678-00"],
  ["x-user-sub", "5b1f"],
  ["x-user-email", "jane@example.com"],
  ["x-user-token-use", "id"],
  ["accept", "application/json"],
  ["accept-encoding", "gzip, br"],
  ["user-agent", "bench/1.0"],
] as const;

/** Alternating names and values. */
export const requestHeaders = (host: string): string[] => ["host", host, ...headers.flat()];

/** The minimum of any proxy: the same request over a kept connection, and its response as a whole. */
export function clientOf(url: string): () => Promise<Buffer> {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port, host } = new URL(url);
  const path = "/orders/42?expand=items";
  const options = { agent, hostname, port, path, headers: requestHeaders(host) };
  return () =>
    new Promise((resolve, reject) => {
      // Node.js accepts alternating names and values, which is faster than an object; its types do not.
      request(options as never, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks)));
      })
        .on("error", reject)
        .end();
    });
}
