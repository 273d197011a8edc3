import { once } from "node:events";
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as openRequest,
  type ServerResponse,
} from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { closeIfUnread } from "../../closing.ts";
import type { CognitoResponse } from "./protocol.ts";
import type { RequestHead } from "./caller.ts";

/** Idle time in ms, below the 75 s after which MiniStack closes a connection. */
const idleMs = 60_000;

/** MiniStack. It receives the original headers, including the host, because clients sign them. */
export class Upstream {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, timeout: idleMs });

  readonly #pass: readonly string[];

  /** @param secret - the account's secret, which identifies the front to MiniStack's guard */
  constructor(url: string, secret: string | undefined) {
    this.#url = new URL(url);
    this.#pass = secret === undefined ? [] : [frontHeader, `Bearer ${secret}`];
  }

  /**
   * Streams a request to MiniStack and the response back.
   *
   * @param onChunk - also receives the request's body
   */
  async forward(
    request: IncomingMessage,
    response: ServerResponse,
    onChunk?: (chunk: Buffer) => void,
  ): Promise<void> {
    const call = this.#open(request);
    if (response.closed) call.destroy();
    response.once("close", () => call.destroy());
    call.on("error", () => undefined);
    call.once("close", () => {
      request.unpipe(call);
      // Reads the rest of the request, because some clients read only after sending everything.
      request.resume();
    });
    request.pipe(call);
    if (onChunk) request.on("data", onChunk);
    const incoming = await responseTo(call);
    closeIfUnread(response);
    response.writeHead(incoming.statusCode!, incoming.rawHeaders);
    await pipeline(incoming, response);
  }

  /** Passes on a request whose body was read, or that has none. */
  async send(request: RequestHead, body?: Buffer): Promise<CognitoResponse> {
    return readResponse(await responseTo(this.#open(request).end(body)));
  }

  close(): void {
    this.#agent.destroy();
  }

  #open({ method, url, rawHeaders, origin, replica }: RequestHead): ClientRequest {
    const { hostname, port } = this.#url;
    const agent = this.#agent;
    const headers = [...without([originHeader, replicaHeader], rawHeaders), ...this.#pass];
    if (origin !== undefined) headers.push(originHeader, origin);
    if (replica !== undefined) headers.push(replicaHeader, JSON.stringify(replica));
    return openRequest({ hostname, port, agent, method, path: url, headers });
  }
}

/** If a client sends it too, the guard refuses the duplicate. */
const frontHeader = "x-palisade-front";

/** Where browsers reach the pages; never the client's word. */
const originHeader = "x-palisade-origin";

/** Makes MiniStack call the triggers of a replica; never the client's word. */
const replicaHeader = "x-palisade-replica";

const without = (names: readonly string[], raw: readonly string[]): string[] =>
  raw.filter((_, index) => !names.includes(raw[index & ~1]!.toLowerCase()));

const readResponse = async (incoming: IncomingMessage): Promise<CognitoResponse> => ({
  status: incoming.statusCode!,
  headers: incoming.rawHeaders,
  body: await buffer(incoming),
});

async function responseTo(call: ClientRequest): Promise<IncomingMessage> {
  const [incoming] = (await once(call, "response")) as [IncomingMessage];
  return incoming;
}
