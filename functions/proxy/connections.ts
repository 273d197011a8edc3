import { Connection, type ConnectionUser, connectorTo } from "./http/connection.ts";

/**
 * An Application Load Balancer closes a connection that was idle for 60 s.
 * Source: Elastic Load Balancing, "Application Load Balancers", idle timeout.
 */
const maxIdleMs = 50_000;

/**
 * A load balancer's addresses change, and new connections look its name up again. An older connection
 * may lead to an address that it has given up. Source: Elastic Load Balancing, "What is an Application
 * Load Balancer?": its DNS entry has a time to live of 60 s.
 */
const maxAgeMs = 60_000;

/**
 * After this, a connection only carries requests that may be repeated. Many servers close an idle
 * connection after 5 s, and what was sent to a closed connection may or may not have arrived.
 */
const maxUnsafeIdleMs = 4_000;

/** After a pause this long, Lambda may have frozen the function. */
const pauseMs = 500;

/** The connections to one service, which are kept for the next request. */
export class Connections {
  readonly #connect: ReturnType<typeof connectorTo>;
  /** Those without a request, the last used at the end. */
  #idle: Connection[] = [];
  #lastKeptAt = 0;

  constructor(serviceUrl: URL) {
    this.#connect = connectorTo(serviceUrl);
  }

  /**
   * Lets Node.js read what arrived while Lambda had frozen the function, such as the end of a connection. The first
   * turn of the event loop may have asked for arrivals before the call came; the second asks again.
   *
   * @returns `undefined` if there is nothing to wait for
   */
  catchUp(): Promise<void> | undefined {
    if (this.#idle.length === 0 || Date.now() - this.#lastKeptAt < pauseMs) return undefined;
    return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  }

  /**
   * A kept connection, or a new one. Closes those that the request can't rely on: Lambda freezes timers too, so
   * nothing else notices their age.
   *
   * @param isRepeatable - whether the request may be sent twice
   */
  take(user: ConnectionUser, isRepeatable: boolean): Connection {
    for (let kept = this.#idle.pop(); kept; kept = this.#idle.pop()) {
      if (isReliable(kept, isRepeatable)) {
        kept.isReused = true;
        kept.user = user;
        kept.socket.ref();
        return kept;
      }
      kept.socket.destroy();
    }
    return new Connection(this.#connect(), user);
  }

  /** Keeps a connection whose request has its response. */
  keep(connection: Connection): void {
    this.#lastKeptAt = connection.idleSince = Date.now();
    connection.user = undefined;
    // Only a socket that reads notices that the service closes it.
    connection.socket.resume();
    // It does not keep the process running.
    connection.socket.unref();
    this.#idle.push(connection);
  }

  /** Closes all kept connections. */
  closeIdle(): void {
    for (const { socket } of this.#idle.splice(0)) socket.destroy();
  }
}

function isReliable(connection: Connection, isRepeatable: boolean): boolean {
  const now = Date.now();
  return (
    !connection.socket.destroyed &&
    now - connection.openedAt < maxAgeMs &&
    now - connection.idleSince < (isRepeatable ? maxIdleMs : maxUnsafeIdleMs)
  );
}
