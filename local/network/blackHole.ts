import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An HTTP server in place of what the network does not reach: it closes connections after a time, without a response. */
export class BlackHole {
  readonly #timeoutMs: number;
  /** By the first part of their paths. */
  readonly #onRequest = new Map<string, () => void>();
  #server: Server | undefined;
  #listening: Promise<unknown> | undefined;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /**
   * A URL that leads into it.
   *
   * @param key - the same for the same URL
   * @param onRequest - called for each request
   */
  async urlFor(key: string, onRequest: () => void): Promise<string> {
    this.#server ??= this.#listen();
    await this.#listening;
    const { port } = this.#server.address() as AddressInfo;
    const path = createHash("sha256").update(key).digest("hex").slice(0, 12);
    this.#onRequest.set(path, onRequest);
    return `http://127.0.0.1:${port}/${path}`;
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = undefined;
    this.#onRequest.clear();
  }

  #listen(): Server {
    const server = createServer((request) => {
      const [, path = ""] = request.url!.split("/", 2);
      this.#onRequest.get(path)?.();
      const timer = setTimeout(() => request.socket.destroy(), this.#timeoutMs);
      request.resume().socket.once("close", () => clearTimeout(timer));
    }).listen(0, "127.0.0.1");
    this.#listening = once(server, "listening");
    return server;
  }
}
