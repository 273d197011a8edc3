import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";

export interface RawResponse {
  readonly status: number;
  /** By lower-case name; repeated headers are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Alternating names and values, as sent. */
  readonly rawHeaders: readonly string[];
  readonly bytes: Buffer;
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  /** Alternating names and values; `Host` is added unless set. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
}

/** Sends exactly this path and these headers, which `fetch` would normalize. */
export async function send(
  port: number,
  path: string,
  { method = "GET", headers = [], body }: RawRequest = {},
): Promise<RawResponse> {
  const names = headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const host = names.includes("host") ? [] : ["Host", `127.0.0.1:${port}`];
  const framed = names.includes("content-length") || names.includes("transfer-encoding");
  const length =
    body === undefined || framed ? [] : ["Content-Length", `${Buffer.byteLength(body)}`];
  const outgoing = request({
    host: "127.0.0.1",
    port,
    path,
    method,
    headers: [...host, ...headers, ...length] as unknown as Record<string, string>,
    agent: false,
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, "response")) as [import("node:http").IncomingMessage];
  // The server may respond and close the connection before it has read a large body.
  outgoing.on("error", () => undefined);
  const chunks: Buffer[] = [];
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
  }
  const bytes = Buffer.concat(chunks);
  const lines: Record<string, string> = {};
  for (let index = 0; index < response.rawHeaders.length; index += 2) {
    const name = response.rawHeaders[index]!.toLowerCase();
    const value = response.rawHeaders[index + 1]!;
    lines[name] = lines[name] === undefined ? value : `${lines[name]}, ${value}`;
  }
  return {
    status: response.statusCode ?? 0,
    headers: lines,
    rawHeaders: response.rawHeaders,
    bytes,
    text: bytes.toString(),
  };
}

/** Sends raw bytes and returns everything received until the server closes the connection. */
export async function sendBytes(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString()));
  socket.on("error", () => undefined);
  socket.write(bytes);
  await once(socket, "close");
  return received;
}

export const statusesOf = (responses: readonly { readonly status: number }[]): number[] =>
  responses.map(({ status }) => status);
