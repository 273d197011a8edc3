import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  request as requestTo,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type { HostAddress, Unreachable } from "../lambda/index.ts";

const preloadFile = fileURLToPath(new URL("callServices.cjs", import.meta.url));

interface ServiceCallsOptions {
  /** `host:port` of the names of the VPC. Without any, services get no way to call each other. */
  readonly names: readonly string[];
  /** Folder for sockets, accessible only to its owner; the caller removes it. */
  readonly socketFolder: string;
  /** Host that services call without a proxy: their AWS endpoint. */
  readonly awsHost: string;
  /**
   * The address behind a name, asked for each call: `null` without a running service. Whether the network
   * carries connections to it never changes for one object.
   *
   * @param caller - the calling service
   */
  readonly locate: (caller: string, name: string) => HostAddress | Unreachable | null | undefined;
  /** Called for each connection that the network drops. */
  readonly onUnreachable: (caller: string, name: string) => void;
}

/**
 * The ways by which services call names of their VPC, at the address that AWS has too.
 *
 * In Node.js, connections to a name lead to a Unix domain socket of the caller's own. Other languages use
 * their proxy variables: a proxy on a port of 127.0.0.1, with a password for each caller. So no other user
 * and no web page gets through, and each call has a known caller.
 */
export class ServiceCalls {
  readonly #options: ServiceCallsOptions;
  readonly #environments = new Map<string, Promise<Record<string, string>>>();
  readonly #servers: Server[] = [];
  /** Callers by digests of what their clients send. */
  readonly #callers = new Map<string, string>();
  #proxy: Promise<number> | undefined;
  /** Calls in progress by their addresses. */
  readonly #inProgress = new Map<string, number>();

  constructor(options: ServiceCallsOptions) {
    this.#options = options;
  }

  /**
   * Variables of a service that calls others.
   *
   * @param nodeOptions - the service's `NODE_OPTIONS`
   */
  async environmentFor(caller: string, nodeOptions = ""): Promise<Record<string, string>> {
    if (this.#options.names.length === 0) return {};
    if (!this.#environments.has(caller)) this.#environments.set(caller, this.#open(caller));
    return {
      ...(await this.#environments.get(caller)),
      NODE_OPTIONS: `${nodeOptions} --require ${JSON.stringify(preloadFile)}`.trim(),
    };
  }

  /** `host:port` of what services call by name. */
  get names(): readonly string[] {
    return this.#options.names;
  }

  /** Number of calls in progress to an address. */
  callsTo(address: HostAddress): number {
    return this.#inProgress.get(JSON.stringify(address)) ?? 0;
  }

  /** Ends all calls. */
  close(): void {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }

  #end(key: string): void {
    const left = this.#inProgress.get(key)! - 1;
    if (left === 0) this.#inProgress.delete(key);
    else this.#inProgress.set(key, left);
  }

  async #open(caller: string): Promise<Record<string, string>> {
    const { awsHost, names } = this.#options;
    const sockets = await Promise.all(names.map((name) => this.#serveName(caller, name)));
    const password = randomBytes(16).toString("hex");
    const credentials = Buffer.from(`${caller}:${password}`).toString("base64");
    this.#callers.set(digest(`Basic ${credentials}`), caller);
    this.#proxy ??= this.#serveProxy();
    const proxy = `http://${caller}:${password}@127.0.0.1:${await this.#proxy}`;
    const direct = `127.0.0.1,localhost,::1,${awsHost}`;
    return {
      PALISADE_NAMES: JSON.stringify(Object.fromEntries(sockets)),
      // Clients differ in the case that they read; curl ignores HTTP_PROXY.
      ...{ HTTP_PROXY: proxy, http_proxy: proxy, NO_PROXY: direct, no_proxy: direct },
    };
  }

  /** @returns the name's socket; for a name that the network does not reach, where to tell that */
  async #serveName(caller: string, name: string): Promise<[name: string, socket: unknown]> {
    const { locate, onUnreachable, socketFolder } = this.#options;
    const path = join(socketFolder, randomBytes(6).toString("hex"));
    const address = locate(caller, name);
    if (address && "timesOutAfterMs" in address) {
      const notices = createServer().on("connection", (socket) => {
        onUnreachable(caller, name);
        socket.destroy();
      });
      await this.#listen(notices, { path });
      return [name, { ...address, notices: path }];
    }
    const server = createServer((request, response) => {
      this.#forward(caller, name, request.url!, request, response);
    });
    await this.#listen(server, { path });
    return [name, path];
  }

  async #serveProxy(): Promise<number> {
    const server = createServer((request, response) => {
      const caller = this.#callers.get(digest(request.headers["proxy-authorization"] ?? ""));
      if (caller === undefined) return refuse(response, 407, "Only services of the platform call");
      if (!/^http:\/\//i.test(request.url!) || !URL.canParse(request.url!)) {
        return refuse(response, 400, "This is a proxy for http:// addresses");
      }
      const { hostname, port } = new URL(request.url!);
      const name = `${hostname}:${port || "80"}`;
      const target = request.url!.replace(/^http:\/\/[^/?#]*/i, "");
      this.#forward(
        caller,
        name,
        target.startsWith("/") ? target : `/${target}`,
        request,
        response,
      );
    });
    await this.#listen(server, { host: "127.0.0.1", port: 0 });
    return (server.address() as AddressInfo).port;
  }

  async #listen(server: Server, where: { path: string } | { host: string; port: number }) {
    // The callee decides how long a request may take.
    server.requestTimeout = 0;
    this.#servers.push(server);
    server.listen(where);
    await once(server, "listening");
  }

  /** Passes a request on, as the callee's load balancer does. */
  #forward(
    caller: string,
    name: string,
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const address = this.#options.locate(caller, name);
    if (address && "timesOutAfterMs" in address) {
      this.#options.onUnreachable(caller, name);
      request.resume();
      const timer = setTimeout(
        () => refuse(response, 504, `The connection to ${name} timed out`),
        address.timesOutAfterMs,
      );
      return void response.on("close", () => clearTimeout(timer));
    }
    if (address === undefined) {
      const others = "tasks reach other addresses over HTTPS only";
      return refuse(response, 504, `${name} is no name of a service; ${others}`);
    }
    if (address === null) return refuse(response, 503, `No task of ${name} is running`);
    const to = "path" in address ? { socketPath: address.path } : address;
    const key = JSON.stringify(address);
    this.#inProgress.set(key, (this.#inProgress.get(key) ?? 0) + 1);
    const upstream = requestTo({
      ...{ ...to, path, agent: false, setHost: false },
      method: request.method!,
      headers: withoutHeaders(request, /^(connection|keep-alive|proxy-.*)$/i),
    });
    upstream.on("response", (answer) => {
      const headers = withoutHeaders(answer, /^(connection|keep-alive|transfer-encoding)$/i);
      response.writeHead(answer.statusCode!, answer.statusMessage, headers);
      pipeline(answer, response).catch(() => response.destroy());
    });
    upstream.on("error", () => {
      if (response.headersSent) response.destroy();
      else refuse(response, 502, `${name} closed the connection`);
    });
    response.on("close", () => upstream.destroy());
    upstream.once("close", () => this.#end(key));
    pipeline(request, upstream).catch(() => {});
  }
}

/** Headers in their order and spelling, without those that concern one connection. */
const withoutHeaders = ({ rawHeaders }: IncomingMessage, names: RegExp): string[] =>
  rawHeaders.filter((_, index) => !names.test(rawHeaders[index - (index % 2)]!));

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "text/plain" }).end(`${message}\n`);
}

/** Compares secrets without a hint by time. */
const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
