import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Holds HTTP requests of functions until the test releases them. */
export interface Gate {
  readonly url: string;
  readonly port: number;
  /** Resolves once this many requests are held. */
  holds(count: number): Promise<void>;
  /** Responds to held requests, and from now on to all others at once. */
  open(): void;
  close(): Promise<void>;
}

export async function startGate(): Promise<Gate> {
  const held: ServerResponse[] = [];
  let isOpen = false;
  let onHeld = () => {};
  const server = createServer((_request, response) => {
    if (isOpen) response.end("open");
    else held.push(response);
    onHeld();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    holds: (count) =>
      new Promise((resolve) => {
        onHeld = () => {
          if (held.length >= count) resolve();
        };
        onHeld();
      }),
    open: () => {
      isOpen = true;
      for (const response of held.splice(0)) response.end("open");
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
