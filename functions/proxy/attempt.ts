import { type Call, timeLeft } from "./call.ts";
import type { Connections } from "./connections.ts";
import { asFailure, type FailureKind, ProxyFailure } from "./failure.ts";
import { requestHead } from "./http/requestHead.ts";
import { responseParser } from "./http/responseParser.ts";
import { isIdempotent } from "./idempotent.ts";
import type { BodyReader, Receive } from "./receive.ts";
import type { ServiceRequest } from "./request.ts";

/** A response of the service. */
export interface ServiceResponse<Body> {
  readonly status: number;
  /** Alternating names and values, as received. */
  readonly rawHeaders: readonly string[];
  readonly body: Body;
}

export interface AttemptOptions {
  /** Address of the service. Every request goes there, whatever host its target names. */
  readonly serviceUrl: URL;
  /** Time limit for a connection. */
  readonly connectTimeoutMs: number;
}

/**
 * Sends a request once.
 *
 * @throws ProxyFailure when no response comes before the call's deadline
 */
export type Attempt<Body> = (request: ServiceRequest, call: Call) => Promise<ServiceResponse<Body>>;

/** Sends requests to a service over its connections. */
export const attemptsOver =
  <Body>(
    connections: Connections,
    { serviceUrl, connectTimeoutMs }: AttemptOptions,
    receive: Receive<Body>,
  ): Attempt<Body> =>
  (request, call) =>
    new Promise((resolve, reject) => {
      const begunAt = performance.now();
      if (timeLeft(call) <= 0) throw new ProxyFailure("timeout", "no time left for the service");
      const head = requestHead(request, serviceUrl.host);
      let timer: NodeJS.Timeout | undefined;
      let reader: BodyReader | undefined;
      let hasBegun = false;
      let isOver = false;

      const response = responseParser(request.method, {
        onHead: (status, rawHeaders) => {
          const settle = (body: Body) => {
            // From now on, only the call's deadline counts.
            if (!isOver && call.attemptUntil < call.deadline) {
              call.attemptUntil = Infinity;
              limitTime();
            }
            resolve({ status, rawHeaders, body });
          };
          reader = receive({ settle, fail, pause, resume, abandon });
        },
        onBody: (part) => {
          if (!isOver) reader!.onBody(part);
        },
        onEnd: (keepsAlive) => {
          if (isOver) return;
          // A service that responds early may not read the rest of the request.
          stop(keepsAlive && socket.writableLength === 0);
          reader!.onEnd();
        },
      });

      const onClose = (error?: Error) => {
        const broken = connection.isReused && !hasBegun ? "staleConnection" : "brokenResponse";
        fail(
          connection.isConnected ? broken : "unreachable",
          error?.message ?? "the service closed the connection",
        );
      };

      const connection = connections.take(
        {
          onConnect: limitTime,
          onData: (bytes) => {
            hasBegun = true;
            try {
              response.read(bytes);
            } catch (error) {
              end(asFailure(error));
            }
          },
          onEnd: () => {
            if (!response.end()) onClose();
          },
          onClose,
        },
        isIdempotent(request.method),
      );
      const { socket } = connection;
      call.attempts += 1;
      if (connection.isConnected || timeLeft(call) <= connectTimeoutMs) limitTime();
      else failAfter(connectTimeoutMs, "unreachable", "no connection");
      socket.cork();
      socket.write(head, "latin1");
      if (request.body) socket.write(request.body);
      socket.uncork();

      function limitTime() {
        failAfter(timeLeft(call), "timeout", "no complete response");
      }

      function failAfter(ms: number, kind: FailureKind, what: string) {
        clearTimeout(timer);
        timer = setTimeout(() => fail(kind, `${what} within ${Math.round(ms)} ms`), ms);
      }

      function fail(kind: FailureKind, message: string) {
        const progress = hasBegun ? "received" : "sent";
        end(
          new ProxyFailure(kind, message, {
            progress: connection.isConnected ? progress : "unsent",
          }),
        );
      }

      function end(failure: ProxyFailure) {
        if (isOver) return;
        stop(false);
        reject(failure);
        reader?.onFailure(failure);
      }

      function abandon() {
        if (!isOver) stop(false);
      }

      function stop(keepsConnection: boolean) {
        isOver = true;
        clearTimeout(timer);
        call.upstreamMs += performance.now() - begunAt;
        if (keepsConnection) connections.keep(connection);
        else socket.destroy();
      }

      // When it is over, the connection may already carry another exchange.
      function pause() {
        if (!isOver) socket.pause();
      }

      function resume() {
        if (!isOver) socket.resume();
      }
    });
