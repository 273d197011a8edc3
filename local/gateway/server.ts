import type { StageLimits } from "../apiTypes/limits.ts";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { closeIfUnread, refuseUnparsable } from "../closing.ts";
import { sendHead } from "../sendHead.ts";
import type { Reply } from "./exchange/exchange.ts";
import { handleRequest, type Sinks } from "./handler.ts";
import { Kept } from "./kept.ts";
import type { GatewayOptions } from "./options.ts";
import { maxHeaderBytes } from "./quotas.ts";
import { ClientGoneError } from "./request/body.ts";
import { compileReleases } from "./releases.ts";
import { StreamedBody } from "./response/streamedBody.ts";
import { Serving } from "./serving.ts";
import { flushCaches, stageLimits } from "./stageLimits.ts";

/** Numbers of requests by result, named as API Gateway's metrics. */
interface Counters {
  readonly Count: number;
  readonly "4XXError": number;
  readonly "5XXError": number;
}

/** A running stage of a REST API. */
export interface Gateway {
  /** With the stage: `http://127.0.0.1:8081/dev`. */
  readonly url: string;
  readonly port: number;
  readonly counters: Counters;
  /** Requests without a complete response yet. */
  readonly inFlight: number;
  /**
   * Fetches the user pools' keys before the first request. Rejects if a pool's keys are unavailable;
   * later requests try again.
   */
  warm(): Promise<void>;
  /**
   * Compiles another definition for the same port. Calls get it as soon as the returned function is called; those in
   * progress finish with the one that they began with. What does not depend on the change is kept: see `Kept`.
   *
   * @param options - their port and sinks are not used
   * @returns switches over; its promise resolves when no call with an earlier definition is in progress
   * @throws NotServedError | RestApiDefinitionError when a part of the API cannot be served
   */
  prepare(options: GatewayOptions): () => Promise<void>;
  /** Its limits and caches as they are now. */
  readonly limits: StageLimits;
  /** Deletes all cached responses. @returns their number */
  flushCaches(): number;
  /** Stops accepting requests and waits at most `graceMs` for those in flight. */
  close(options: { readonly graceMs: number }): Promise<void>;
  /** Closes every connection at once, as an outage does. */
  abort(): Promise<void>;
}

/** API Gateway's idle timeout for clients' connections. (API Gateway Developer Guide, "Amazon API Gateway quotas") */
const keepAliveTimeout = 310_000;

/** Up to this size, joining a body with its headers is cheaper than a second write. */
const maxJoinedBytes = 16 * 1024;

/**
 * Serves a stage of a REST API over HTTP on 127.0.0.1 as API Gateway does.
 *
 * @throws NotServedError | RestApiDefinitionError when a part of the API cannot be served
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const kept = new Kept();
  const server = new StageServer(new Serving(compileReleases(options, kept), kept), {
    writeAccessLog: options.writeAccessLog,
    writeFaultLog: (line) => options.writeFaultLog?.(line),
    reportError: options.reportError ?? ((error) => console.error(error)),
    calls: options.calls,
  });
  await server.listen(options.port);
  return server;
}

class StageServer implements Gateway {
  readonly counters = { Count: 0, "4XXError": 0, "5XXError": 0 };
  #serving: Serving;
  readonly #sinks: Sinks;
  readonly #server: Server;
  /** Definitions that calls in progress began with, the current one included. */
  readonly #all = new Set<Serving>();
  #port = 0;
  #closed: Promise<void> | undefined;

  constructor(serving: Serving, sinks: Sinks) {
    this.#serving = serving;
    this.#all.add(serving);
    this.#sinks = sinks;
    this.#server = createServer(
      { maxHeaderSize: maxHeaderBytes, keepAliveTimeout },
      (incoming, response) => {
        void this.#serve(incoming, response);
      },
    );
    // Node.js silently drops headers beyond its default of 2000.
    this.#server.maxHeadersCount = 0;
    this.#server.on("clientError", refuseUnparsable);
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/${this.#serving.releases.live.served.model.stage.name}`;
  }

  get inFlight(): number {
    return [...this.#all].reduce((sum, { calls }) => sum + calls, 0);
  }

  get limits(): StageLimits {
    return stageLimits(this.#serving.kept);
  }

  flushCaches(): number {
    return flushCaches(this.#serving.kept);
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  prepare(options: GatewayOptions): () => Promise<void> {
    const kept = new Kept(this.#serving.kept);
    const next = new Serving(compileReleases(options, kept), kept);
    return async () => {
      kept.settle();
      this.#serving = next;
      const earlier = [...this.#all];
      this.#all.add(next);
      await Promise.all(
        earlier.map(async (serving) => {
          await serving.whenIdle();
          this.#all.delete(serving);
        }),
      );
    };
  }

  async warm(): Promise<void> {
    const { live, canary } = this.#serving.releases;
    await Promise.all([live.authorizers.warm(), canary?.authorizers.warm()]);
  }

  async close({ graceMs }: { readonly graceMs: number }): Promise<void> {
    const closed = this.#stopListening();
    const timer = setTimeout(() => this.#server.closeAllConnections(), graceMs);
    await closed;
    clearTimeout(timer);
  }

  async abort(): Promise<void> {
    const closed = this.#stopListening();
    this.#server.closeAllConnections();
    await closed;
  }

  #stopListening(): Promise<void> {
    this.#closed ??= new Promise((resolve) => this.#server.close(() => resolve()));
    return this.#closed;
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const serving = this.#serving;
    const end = serving.begin(response);
    try {
      const reply = await handleRequest(serving.releases.pick(), incoming, this.#sinks);
      this.#count(reply.status);
      this.#send(reply, response);
    } catch (error) {
      if (!(error instanceof ClientGoneError)) {
        this.#sinks.reportError(error);
      }
      response.destroy();
    } finally {
      end();
    }
  }

  #count(status: number): void {
    this.counters.Count += 1;
    this.counters["4XXError"] += status >= 400 && status < 500 ? 1 : 0;
    this.counters["5XXError"] += status >= 500 ? 1 : 0;
  }

  #send(reply: Reply, response: ServerResponse): void {
    if (this.#closed !== undefined) response.shouldKeepAlive = false;
    closeIfUnread(response);
    const { status, headers, body } = reply;
    // These have no body and thus no length. (RFC 9110, 8.6)
    const bodyless = status === 204 || status === 304;
    if (body instanceof StreamedBody) {
      response.writeHead(status, [...headers]);
      sendHead(response);
      body.sendTo(response);
      return;
    }
    const bytes = typeof body === "string" ? Buffer.from(body) : body;
    const length = ["Content-Length", String(bytes.length)];
    response.writeHead(status, bodyless ? [...headers] : [...headers, ...length]);
    if (bodyless) response.end();
    else if (bytes.length > maxJoinedBytes) response.end(bytes);
    // As a string, Node.js sends head and body in one write; in this coding, a character is a byte in both.
    else response.end(bytes.toString("latin1"), "latin1");
  }
}
