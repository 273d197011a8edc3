import { Agent, request } from "node:http";

/** The minimum of any proxy: a request over a kept connection, and its response as a whole. */
export function clientOf(url: string): () => Promise<Buffer> {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(url);
  const headers = { accept: "application/json", "accept-encoding": "gzip, br" };
  const path = "/orders/42?expand=items";
  return () =>
    new Promise((resolve, reject) => {
      request({ agent, hostname, port, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => resolve(Buffer.concat(chunks)));
      })
        .on("error", reject)
        .end();
    });
}
