import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A request received by an HTTP endpoint. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** An HTTP endpoint on loopback that records its requests. */
export interface TestBackend {
  readonly port: number;
  readonly url: string;
  readonly received: Received[];
  close(): void;
}

/** @param respond - @default 200 with `{}` */
export async function startBackend(
  respond: RequestListener = (_, response) => response.end("{}"),
): Promise<TestBackend> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { method = "", url = "", headers, rawHeaders } = request;
      received.push({ method, url, headers, rawHeaders, body });
      respond(request, response);
    });
  });
  // Newer versions of Node.js would respond with 431 to about a thousand headers.
  server.maxHeadersCount = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    received,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
