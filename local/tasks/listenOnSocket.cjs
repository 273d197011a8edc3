// @ts-check
// Loaded by the runner into each Node.js process of a service. Servers on the service's port listen on a
// Unix domain socket instead: a port of 127.0.0.1 is open to every user of the machine and, by DNS
// rebinding, to web pages; the socket's folder is open only to its owner. The service does not notice:
// addresses read as if it were the port, and it can connect to itself at that port.
// CommonJS, which every version of Node.js accepts in `NODE_OPTIONS`.
"use strict";
const { errorMonitor } = require("node:events");
const { existsSync } = require("node:fs");
const { isIP, isIPv6, Server, Socket } = require("node:net");

/** Path of the socket, which ends with the port that it replaces. */
const socketPath = process.env["PALISADE_SOCKET"] ?? "";
const port = Number(socketPath.slice(socketPath.lastIndexOf("-") + 1));

/** Length of the queue. If it is full, a connection to a socket fails, but one to a port waits. */
const backlog = 4_096;

/** @type {WeakMap<Server, string | undefined>} the requested hosts of servers on sockets */
const hosts = new WeakMap();

/** The server on the socket. @type {Server | undefined} */
let first;
let others = 0;

const { listen, address } = Server.prototype;
const { connect } = Socket.prototype;
if (port > 0) {
  Object.assign(Server.prototype, { listen: listenOnSocket, address: addressOfPort });
  Object.assign(Socket.prototype, { connect: connectToSocket });
}

/**
 * @this {Server}
 * @param {any[]} args - a port, a host and more, or options; a callback may be the last
 */
function listenOnSocket(...args) {
  const options = optionsOf(args);
  if (!isOurs(options)) return Reflect.apply(listen, this, args);
  const { port: _port, host, ...rest } = options;
  const path = pathFor(this, host);
  if (!hosts.has(this)) this.prependListener("connection", nameEnds);
  hosts.set(this, host);
  return Reflect.apply(listen, this, [{ ...rest, backlog, path }, args.at(-1)]);
}

/**
 * @param {any[]} args
 * @returns {any}
 */
const optionsOf = ([first, second]) =>
  typeof first === "object" && first !== null
    ? first
    : { port: first, host: typeof second === "string" ? second : undefined };

/**
 * Whether to replace the port. Excludes other ports, open handles, and ports that independent processes
 * share (`reusePort`), which sockets don't support.
 *
 * @param {any} options
 */
const isOurs = ({ port: asked, handle, _handle, fd, reusePort }) =>
  (typeof asked === "number" || typeof asked === "string") &&
  Number(asked) === port &&
  !handle &&
  !_handle &&
  !(fd >= 0) &&
  !reusePort;

/**
 * The socket's path, or another one for a server on the same port of a second host.
 *
 * @param {Server} server
 * @param {string | undefined} host
 */
function pathFor(server, host) {
  if (first !== undefined && first !== server && hosts.get(first) !== host) {
    return `${socketPath}.${++others}`;
  }
  const release = () => {
    if (first === server) first = undefined;
  };
  first = server;
  // Not "error": a listener would keep an unhandled error from ending the process.
  server.once("close", release);
  /** @type {import("node:events").EventEmitter} */ (server).once(errorMonitor, release);
  return socketPath;
}

/** @this {Server} */
function addressOfPort() {
  const real = Reflect.apply(address, this, []);
  return typeof real === "string" && hosts.has(this) ? localEnd(hosts.get(this) ?? "::") : real;
}

/** @param {string} host */
const localEnd = (host) => ({
  address: isIP(host) ? host : "127.0.0.1",
  family: isIPv6(host) ? "IPv6" : "IPv4",
  port,
});

let connections = 0;

/**
 * Gives the ends of a connection addresses, which sockets lack. Services log them and use them as keys.
 *
 * @param {Socket} socket
 */
function nameEnds(socket) {
  const local = localEnd("127.0.0.1");
  // In the range of ports that systems assign to clients.
  const remote = { ...local, port: 49_152 + (connections++ % 16_384) };
  // The source of `remoteAddress`, `localPort`, `address()` and the like.
  Object.assign(socket, { _getpeername: () => remote, _getsockname: () => local });
}

/** Host names with which a service may connect to itself. */
const ownNames = new Set([undefined, "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"]);

/**
 * @this {Socket}
 * @param {any[]} args - options, or a port and a host, or, from within Node.js, an array of both
 */
function connectToSocket(...args) {
  const [options, onConnect] = Array.isArray(args[0]) ? args[0] : [optionsOf(args), args.at(-1)];
  const isOwn = Number(options.port) === port && ownNames.has(options.host) && !options.path;
  // TLS has already opened a TCP handle. Services do not use TLS, because health checks use HTTP.
  if (!isOwn || "encrypted" in this || !existsSync(socketPath)) {
    return Reflect.apply(connect, this, args);
  }
  return Reflect.apply(connect, this, [{ ...options, path: socketPath }, onConnect]);
}
