import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { closeIfUnread } from "../../closing.ts";
import type { AwsEndpoint } from "../endpoint.ts";
import { acceptHttp2 } from "../http2.ts";
import type { RequestHead } from "./caller.ts";
import { PoolFirewalls } from "./firewalls.ts";
import { BodyTooLongError, type CognitoResponse, readBody } from "./protocol.ts";
import { observed, type ObserveRequest } from "./observed.ts";
import { type IdentityService, Replicas } from "./replicas.ts";
import { Upstream } from "./upstream.ts";
import { UserPools } from "./userPools.ts";

export interface CognitoFront {
  /** Accepts every request that MiniStack accepts. */
  readonly url: string;
  readonly identity: IdentityService;
  close(): Promise<void>;
}

/** MiniStack's limit for idle connections, in ms. */
const keepAliveTimeout = 75_000;

/**
 * A proxy in front of MiniStack that serves replicas of user pools, makes a region's Cognito unreachable, and passes on all
 * other requests unchanged. What MiniStack's Cognito lacks is added in its process: see `guard/userpools/`.
 *
 * @param aws - connected to MiniStack itself
 * @param reportError - receives the errors of connections to MiniStack
 * @param observe - receives each request when it has ended. @default none is observed
 */
export async function startCognitoFront(
  aws: AwsEndpoint,
  reportError: (error: unknown) => void = console.error,
  observe?: ObserveRequest,
): Promise<CognitoFront> {
  const front = new Front(aws, observe);
  const server = createServer({ keepAliveTimeout }, (request, response) => {
    front.serve(request, response).catch((error: unknown) => {
      fail(response, error, reportError);
    });
  });
  // By default, Node.js silently drops headers beyond the first 2000.
  server.maxHeadersCount = 0;
  const closeHttp2 = acceptHttp2(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    identity: front.identity,
    close: async () => {
      server.close();
      server.closeAllConnections();
      closeHttp2();
      front.close();
      await once(server, "close");
    },
  };
}

class Front {
  readonly #url: string;
  readonly #region: string;
  readonly #observe: ObserveRequest | undefined;
  readonly #upstream: Upstream;
  readonly #pools: UserPools;
  readonly #replicas: Replicas;
  readonly #firewalls: PoolFirewalls;
  readonly identity: IdentityService;

  constructor(aws: AwsEndpoint, observe: ObserveRequest | undefined) {
    this.#url = aws.url;
    this.#region = aws.region;
    this.#observe = observe;
    const replicas = (this.#replicas = new Replicas(aws.region));
    this.identity = {
      stop: () => (replicas.stopped = true),
      start: () => (replicas.stopped = false),
      join: (regions) => replicas.join(regions),
      setReplica: (userPoolId, replica) => replicas.setReplica(userPoolId, replica),
      keepKeys: (userPoolId) => replicas.keepKeys(userPoolId),
      servePagesAt: (origin) => replicas.servePagesAt(origin),
      setDomain: (userPoolId, domain) => replicas.setDomain(userPoolId, domain),
      setFirewall: (userPoolId, firewall) => this.#firewalls.set(userPoolId, firewall),
      cognito: {
        poolIdOf: (clientId) => this.#pools.poolIdOf(clientId),
        send: (head, body) => this.#upstream.send(this.#asOwn(head), body),
        domainOf: replicas.domainOf,
      },
    };
    this.#upstream = new Upstream(aws.url, aws.accessKey?.secretAccessKey);
    this.#pools = new UserPools(aws.cognito);
    this.#firewalls = new PoolFirewalls((clientId) => this.#pools.poolIdOf(clientId));
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = operationOf(request);
    const onChunk = this.#observe && observed(request, response, this.#region, this.#observe);
    if (this.#replicas.refuses(operation, request)) {
      // As an endpoint that is down: the client gets no response.
      request.socket.destroy();
    } else if (operation) {
      respond(response, await this.#answer(request, await readBody(request), operation));
    } else if (String(request.headers["x-amz-target"]).includes(targetPrefix)) {
      // MiniStack would still run it as an operation, without the checks made here.
      const body = Buffer.from('{"__type":"UnknownOperationException"}');
      respond(response, { status: 400, headers: ["content-type", jsonType], body });
    } else if (this.#replicas.concerns(request) || this.#firewalls.concern(undefined, request)) {
      respond(response, await this.#answer(request, await readBody(request)));
    } else {
      const keys = await this.#replicas.keys(request);
      if (keys) respond(response, keys);
      else await this.#upstream.forward(request, response, onChunk);
    }
  }

  /** The response to an operation, or to a request for a page. */
  async #answer(
    request: IncomingMessage,
    body: Buffer,
    operation?: string,
  ): Promise<CognitoResponse> {
    const isInspected = this.#firewalls.concern(operation, request);
    const blocked = isInspected && (await this.#firewalls.block(operation, request, body));
    if (blocked) return blocked;
    const served = operation
      ? await this.#replicas.serve(operation, request, body)
      : await this.#replicas.servePage(request, body);
    if (served) return served;
    const head = operation
      ? await this.#replicas.ownOf(operation, request, body)
      : this.#asOwn(request);
    return this.#upstream.send(head, body);
  }

  /** A request to another region's front, or by a name of Cognito's, as if it were for this front. */
  #asOwn({ method, url, rawHeaders, replica }: RequestHead): RequestHead {
    const { host } = new URL(this.#url);
    // Another name is left to MiniStack's guard, which refuses it.
    const isHost = (index: number) =>
      rawHeaders[index & ~1]!.toLowerCase() === "host" &&
      (/^(127\.0\.0\.1|localhost):\d+$/.test(rawHeaders[index | 1]!) ||
        this.#replicas.hasHost(rawHeaders[index | 1]!));
    const at = rawHeaders.findIndex((_, index) => isHost(index));
    const more = replica && { replica };
    if (at === -1) return { method, url, rawHeaders, ...more };
    const origin = this.#replicas.originOf(rawHeaders[at | 1]!);
    const others = rawHeaders.filter((_, index) => !isHost(index));
    const headers = ["Host", host, ...others];
    return { method, url, rawHeaders: headers, ...(origin && { origin }), ...more };
  }

  close(): void {
    this.#upstream.close();
  }
}

const targetPrefix = "AWSCognitoIdentityProviderService.";
const jsonType = "application/x-amz-json-1.1";

/** The operation of Cognito's user pools in a request, such as `SignUp`. */
function operationOf({ headers }: IncomingMessage): string | undefined {
  const target = String(headers["x-amz-target"]);
  if (!target.startsWith(targetPrefix)) return undefined;
  return /^\w+$/.exec(target.slice(targetPrefix.length))?.[0];
}

function respond(response: ServerResponse, { status, headers, body }: CognitoResponse): void {
  closeIfUnread(response);
  response.writeHead(status, [...headers]).end(body);
}

/** Responds when MiniStack has ended, or a request is too long. */
function fail(
  response: ServerResponse,
  error: unknown,
  reportError: (error: unknown) => void,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const isTooLong = error instanceof BodyTooLongError;
  // The error may name paths of this machine, so the client does not learn it.
  if (!isTooLong) reportError(error);
  const message = isTooLong ? error.message : "The local AWS endpoint did not respond.";
  closeIfUnread(response);
  response.writeHead(502, { connection: "close" }).end(JSON.stringify({ message }));
}
