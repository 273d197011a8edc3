import type { ServerResponse } from "node:http";
import { writeHead } from "../edge/client.ts";

/** Sends an event to one client. */
export type SendEvent = (
  /** Sent as JSON. */
  data: unknown,
  /** `name` is the event's type, `id` what the client sends as `Last-Event-ID` when it comes back. */
  options?: { readonly name?: string; readonly id?: string },
) => void;

/** Time without an event after which a client gets a sign of life, in ms. */
const heartbeatMs = 15_000;

/** Bytes that may wait for a client that reads slowly. */
const maxWaitingBytes = 1_048_576;

/**
 * A response of server-sent events (`text/event-stream`). A client that reads too slowly loses events, and then
 * gets an event `dropped` with their number, `{ "count": 12 }`, so it never holds up the platform or its memory.
 */
export class EventStream {
  readonly #subscribe: (send: SendEvent) => () => void;

  /**
   * @param subscribe - called once for each client; may send at once. Returns a function that ends the
   *   subscription
   */
  constructor(subscribe: (send: SendEvent) => () => void) {
    this.#subscribe = subscribe;
  }

  /** @returns a function that ends the response */
  serve(response: ServerResponse): () => void {
    writeHead(response, 200, undefined, [
      ...["content-type", "text/event-stream"],
      ...["cache-control", "no-store"],
      ...["x-content-type-options", "nosniff"],
    ]);
    let dropped = 0;
    const write = (text: string) => void response.write(text);
    const send: SendEvent = (data, options) => {
      if (response.destroyed || response.writableEnded) return;
      if (response.writableLength > maxWaitingBytes) dropped++;
      else write(eventText(data, options));
    };
    // A client that comes back after an interruption waits this long.
    write("retry: 1000\n\n");
    response.on("drain", () => {
      if (dropped === 0) return;
      const count = dropped;
      dropped = 0;
      send({ count }, { name: "dropped" });
    });
    const heartbeat = setInterval(() => {
      if (!response.writableNeedDrain) write(":\n\n");
    }, heartbeatMs).unref();
    const unsubscribe = this.#subscribe(send);
    response.once("close", () => {
      clearInterval(heartbeat);
      unsubscribe();
    });
    return () => response.end();
  }
}

function eventText(data: unknown, { name, id }: { name?: string; id?: string } = {}): string {
  // JSON has no line breaks, which would end the field.
  return `${name ? `event: ${name}\n` : ""}${id ? `id: ${id}\n` : ""}data: ${JSON.stringify(data)}\n\n`;
}
