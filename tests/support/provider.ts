import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A provider's HTTP interface, and what it was asked to send. It does not send anything. */
export class Provider<Request> {
  readonly requests: Request[] = [];
  url!: string;
  #server!: Server;
  #arrived: () => void = () => {};

  async start(take: (authorization: string | undefined, body: unknown) => Request): Promise<void> {
    this.#server = createServer((request, response) => {
      void json(request).then((body) => {
        this.requests.push(take(request.headers.authorization, body));
        response.end();
        this.#arrived();
      });
    });
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** The next request, which arrives after Cognito's response. */
  async next(): Promise<Request> {
    while (this.requests.length === 0) {
      await new Promise<void>((resolve) => (this.#arrived = resolve));
    }
    return this.requests.shift()!;
  }

  close(): void {
    this.#server.close();
  }
}
