import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A request as an HTTP endpoint got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** An HTTP endpoint on loopback that remembers what it got. */
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
  // Else newer Nodes respond 431 from about a thousand headers on.
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
