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
import type { Answer } from "./protocol.ts";

/** Less than the 75 s after which MiniStack ends a connection that nobody uses, in ms. */
const idleMs = 60_000;

/** MiniStack. Requests reach it with the headers they came with, the host included: clients sign them. */
export class Upstream {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, timeout: idleMs });

  readonly #pass: readonly string[];

  /** @param secret - of the account: shows MiniStack's guard who passes requests on */
  constructor(url: string, secret: string | undefined) {
    this.#url = new URL(url);
    this.#pass = secret === undefined ? [] : [frontHeader, `Bearer ${secret}`];
  }

  /** Passes a request on and its answer back, both as they flow. */
  async forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = this.#open(request);
    response.once("close", () => call.destroy());
    call.on("error", () => undefined);
    call.once("close", () => {
      request.unpipe(call);
      // A client that reads nothing until all is sent would wait without end.
      request.resume();
    });
    request.pipe(call);
    const answer = await answerTo(call);
    closeIfUnread(response);
    response.writeHead(answer.statusCode!, answer.rawHeaders);
    await pipeline(answer, response);
  }

  /** Passes a request on whose body, if it has one, was read. */
  async send(request: IncomingMessage, body?: Buffer): Promise<Answer> {
    return readAnswer(await answerTo(this.#open(request).end(body)));
  }

  /** Sends another body in the place of a request's, whose signature it would not bear. */
  async sendUnsigned(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const { method, url, rawHeaders } = request;
    const isKept = (index: number) => !ofSignedBody.has(rawHeaders[index & ~1]!.toLowerCase());
    const headers = rawHeaders.filter((_, index) => isKept(index));
    const call = this.#open({
      method,
      url,
      rawHeaders: [...headers, "Content-Length", String(body.length)],
    });
    return readAnswer(await answerTo(call.end(body)));
  }

  close(): void {
    this.#agent.destroy();
  }

  #open({ method, url, rawHeaders }: RequestHead): ClientRequest {
    const { hostname, port } = this.#url;
    const agent = this.#agent;
    const headers = [...rawHeaders, ...this.#pass];
    return openRequest({ hostname, port, agent, method, path: url, headers });
  }
}

/** A client's own would be a second one, which the guard refuses. */
const frontHeader = "x-palisade-front";

type RequestHead = Pick<IncomingMessage, "method" | "url" | "rawHeaders">;

/** Headers that are true of one signed body and not of another. */
const ofSignedBody = new Set([
  "authorization",
  "content-length",
  "content-encoding",
  "transfer-encoding",
  "x-amz-content-sha256",
  "x-amz-date",
  "x-amz-security-token",
]);

const readAnswer = async (answer: IncomingMessage): Promise<Answer> => ({
  status: answer.statusCode!,
  headers: answer.rawHeaders,
  body: await buffer(answer),
});

async function answerTo(call: ClientRequest): Promise<IncomingMessage> {
  const [answer] = (await once(call, "response")) as [IncomingMessage];
  return answer;
}
