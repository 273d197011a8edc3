import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";

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

/** What is known of a kept connection. */
interface Kept {
  readonly firstKeptAt: number;
  idleSince: number;
  /** Bytes received until then: an idle connection receives none. */
  bytesRead: number;
}

/** The connections to one service. */
export interface Connections {
  readonly agent: http.Agent;
  /**
   * Closes the kept connections that the next request can't rely on. Lambda freezes the function
   * between calls, and its timers too, so nothing else notices their age.
   *
   * @param isRepeatable - whether the request may be sent twice
   */
  prepare(isRepeatable: boolean): void | Promise<void>;
  /** Closes all kept connections. */
  closeIdle(): void;
}

/** Connections to the service at this address, which are kept for the next request. */
export function connectionsTo({ protocol, hostname }: URL): Connections {
  const { Agent } = protocol === "https:" ? https : http;
  const known = new WeakMap<Socket, Kept>();
  let lastKeptAt = Date.now();

  // The agent respects a server's `Keep-Alive: timeout=5` only if it has a timeout itself. Its other
  // order of use, "lifo", may choose a connection that is destroyed.
  const agent = new Agent({ keepAlive: true, timeout: maxIdleMs, scheduling: "fifo" });
  // All connections lead to the service. By default Node.js builds a key from their options per request.
  agent.getName = () => hostname;
  const keepsAlive = agent.keepSocketAlive.bind(agent) as (socket: Socket) => boolean;
  agent.keepSocketAlive = (stream) => {
    const socket = stream as Socket;
    const now = (lastKeptAt = Date.now());
    const kept = known.get(socket) ?? { firstKeptAt: now, idleSince: now, bytesRead: 0 };
    kept.idleSince = now;
    kept.bytesRead = socket.bytesRead;
    known.set(socket, kept);
    return keepsAlive(socket);
  };

  const closeUnreliable = (isRepeatable: boolean) => {
    const now = Date.now();
    for (const socket of agent.freeSockets[hostname] ?? []) {
      const { firstKeptAt, idleSince, bytesRead } = known.get(socket)!;
      const isReliable =
        now - firstKeptAt < maxAgeMs &&
        now - idleSince < (isRepeatable ? maxIdleMs : maxUnsafeIdleMs) &&
        socket.bytesRead === bytesRead &&
        socket.readable &&
        socket.writable;
      if (!isReliable) socket.destroy();
    }
  };

  return {
    agent,
    prepare: (isRepeatable) => {
      if (agent.freeSockets[hostname] === undefined) return;
      if (Date.now() - lastKeptAt < pauseMs) return closeUnreliable(isRepeatable);
      return untilRead().then(() => closeUnreliable(isRepeatable));
    },
    closeIdle: () => {
      for (const socket of agent.freeSockets[hostname] ?? []) socket.destroy();
    },
  };
}

/**
 * Lets Node.js read what arrived during a pause, such as the end of a connection. The first turn of the
 * event loop may have asked for arrivals before the call came; the second asks again.
 */
async function untilRead(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}
