import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { HostAddress } from "../lambda/index.ts";

/**
 * Responds in place of load balancers that cannot connect to their targets. On AWS, that takes 10 s.
 *
 * Source: Elastic Load Balancing, "Troubleshoot your Application Load Balancers", "HTTP 504: Gateway timeout".
 */
export class GatewayTimeouts {
  readonly #timeoutMs: number;
  readonly #servers: Server[] = [];
  readonly #addresses = new Map<string, HostAddress>();

  /** @param timeoutMs - time until a response */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /**
   * @param key - the load balancer and its targets
   * @param folder - folder for the socket, accessible only to its owner
   * @param onRequest - called for each request
   */
  addressFor(key: string, folder: string, onRequest: () => void): HostAddress {
    const known = this.#addresses.get(key);
    if (known) return known;
    const path = join(folder, randomBytes(6).toString("hex"));
    const server = createServer((request, response) => {
      onRequest();
      request.resume();
      const timer = setTimeout(() => {
        response.writeHead(504, { server: "awselb/2.0", "content-type": "text/html" }).end(page);
      }, this.#timeoutMs);
      response.on("close", () => clearTimeout(timer));
    }).listen(path);
    this.#servers.push(server);
    this.#addresses.set(key, { path });
    return { path };
  }

  close(): void {
    for (const server of this.#servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
    this.#addresses.clear();
  }
}

const page = `<html>\r
<head><title>504 Gateway Time-out</title></head>\r
<body>\r
<center><h1>504 Gateway Time-out</h1></center>\r
</body>\r
</html>\r
`;
