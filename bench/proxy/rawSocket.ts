import { connect } from "node:net";
import { once } from "node:events";
import { requestHeaders } from "./bareClient.ts";

/** What no client can be faster than: the bytes of the same request and response over one socket, neither made nor read. */
export async function socketTo(url: string): Promise<() => Promise<unknown>> {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  const lines = requestHeaders(host).map((field, index) => field + (index % 2 ? "\r\n" : ": "));
  const request = Buffer.from(`GET /orders/42?expand=items HTTP/1.1\r\n${lines.join("")}\r\n`);
  return () => {
    socket.write(request);
    return once(socket, "data");
  };
}
