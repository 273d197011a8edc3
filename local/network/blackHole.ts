import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server in place of what the network does not reach: it closes connections after a time, without a response. */
export class BlackHole {
  readonly #timeoutMs: number;
  /** By the first part of their paths. */
  readonly #onRequest: (() => void)[] = [];
  #server: Server | undefined;
  #listening: Promise<unknown> | undefined;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /**
   * A URL that leads into it.
   *
   * @param onRequest - called for each request
   */
  async urlFor(onRequest: () => void): Promise<string> {
    this.#server ??= this.#listen();
    await this.#listening;
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/${this.#onRequest.push(onRequest) - 1}`;
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = undefined;
    this.#onRequest.length = 0;
  }

  #listen(): Server {
    const server = createServer((request) => {
      const [, index] = request.url!.split("/", 2);
      this.#onRequest[Number(index)]?.();
      const timer = setTimeout(() => request.socket.destroy(), this.#timeoutMs);
      request.resume().socket.once("close", () => clearTimeout(timer));
    }).listen(0, "127.0.0.1");
    this.#listening = once(server, "listening");
    return server;
  }
}
