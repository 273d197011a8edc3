// @ts-check
import net, { Socket } from "node:net";
import tls from "node:tls";

/**
 * @typedef {import("../functionSpec.ts").HostMap} HostMap
 * @typedef {import("node:net").TcpSocketConnectOpts} ConnectOptions
 */

/**
 * Redirects connections to names of a VPC to the local services. Everything that opens a TCP connection in
 * Node.js (`net`, `tls`, `http`, `https`, `fetch`) calls `Socket.connect`, so bundles need no change. Names
 * in TLS and in `Host` headers stay the same.
 *
 * @param {HostMap} initial
 * @param {(name: string) => void} onUnreachable - called for each connection that the network drops
 * @returns {(hosts: HostMap, onMoved?: () => void) => void} replaces the map, and tells when no connection to an
 *   address of an earlier map is left
 */
export function mapHosts(initial, onUnreachable) {
  let addresses = byLowerCaseName(initial);
  const connections = new Connections();
  const { connect } = Socket.prototype;

  /** @this {Socket} @param {any[]} args */
  function connectMapped(...args) {
    const [options, onConnect] = optionsOf(args);
    const name = `${options.host}:${options.port}`.toLowerCase();
    const address = addresses.get(name);
    if (address === undefined) return Reflect.apply(connect, this, args);
    if (address === null) return refuse(this, name);
    if ("timesOutAfterMs" in address) {
      onUnreachable(name);
      return timeOut(this, name, address.timesOutAfterMs);
    }
    if ("path" in address) {
      // A bundle's own TLS has already opened a TCP handle.
      if ("encrypted" in this) return refuse(this, name);
      hidePath(this, name);
    }
    connections.add(this, address);
    return Reflect.apply(connect, this, [{ ...options, ...address }, onConnect]);
  }
  Socket.prototype.connect = connectMapped;

  const connectTls = tls.connect;
  /** @param {any[]} args */
  function connectMappedTls(...args) {
    const [options, onConnect] = optionsOf(args);
    const address = addresses.get(`${options.host}:${options.port}`.toLowerCase());
    if (!address || "port" in address || Number(options.port) !== 443)
      return Reflect.apply(connectTls, tls, args);
    return plainSocket(options, onConnect);
  }
  Object.assign(tls, { connect: connectMappedTls });

  return (hosts, onMoved) => {
    addresses = byLowerCaseName(hosts);
    connections.keepOnly([...addresses.values()], onMoved);
  };
}

/**
 * The connections to addresses of the map. HTTP clients keep connections for the next request, and while they do, let
 * the process end (`unref`): one that leads to an earlier address is closed then, when no request can get lost.
 */
class Connections {
  /** Addresses of open connections. @type {Map<Socket, string>} */
  #open = new Map();
  /** @type {WeakSet<Socket>} */
  #idle = new WeakSet();
  /** The addresses that remain. @type {Set<string> | undefined} */
  #current;
  /** @type {(() => void)[]} */
  #waiting = [];

  /**
   * @param {Socket} socket
   * @param {object} address
   */
  add(socket, address) {
    const { ref, unref } = socket;
    this.#open.set(socket, JSON.stringify(address));
    socket.once("close", () => {
      this.#open.delete(socket);
      this.#tell();
    });
    socket.unref = () => {
      this.#idle.add(socket);
      if (this.#isLeft(socket)) socket.destroy();
      return Reflect.apply(unref, socket, []);
    };
    socket.ref = () => {
      this.#idle.delete(socket);
      return Reflect.apply(ref, socket, []);
    };
  }

  /**
   * @param {(object | null)[]} addresses
   * @param {() => void} [onMoved]
   */
  keepOnly(addresses, onMoved) {
    this.#current = new Set(addresses.map((address) => JSON.stringify(address)));
    for (const socket of this.#open.keys()) {
      if (this.#idle.has(socket) && this.#isLeft(socket)) socket.destroy();
    }
    if (onMoved) this.#waiting.push(onMoved);
    this.#tell();
  }

  /** @param {Socket} socket */
  #isLeft(socket) {
    const address = this.#open.get(socket);
    return address !== undefined && this.#current?.has(address) === false;
  }

  #tell() {
    if (this.#waiting.length === 0) return;
    if ([...this.#open.keys()].some((socket) => this.#isLeft(socket))) return;
    for (const onMoved of this.#waiting.splice(0)) onMoved();
  }
}

/**
 * A load balancer's HTTPS ends at the load balancer, which is not there on this machine: the service's socket
 * gets plain HTTP. The socket's folder keeps others out.
 *
 * @param {Partial<ConnectOptions>} options
 * @param {any} onConnect
 */
function plainSocket({ host, port }, onConnect) {
  const socket = net.connect({ host, port: Number(port) });
  if (typeof onConnect === "function") socket.once("secureConnect", onConnect);
  return socket.once("connect", () => socket.emit("secureConnect"));
}

/** @param {HostMap} hosts */
const byLowerCaseName = (hosts) =>
  new Map(Object.entries(hosts).map(([name, address]) => [name.toLowerCase(), address]));

/**
 * Normalizes the arguments of `connect`: options, a port and a host, a path, or, from within Node.js, an
 * array of options and listener.
 *
 * @param {any[]} args
 * @returns {[options: Partial<ConnectOptions>, onConnect: unknown]}
 */
function optionsOf(args) {
  const [first, second] = args;
  if (Array.isArray(first)) return [first[0], first[1]];
  if (typeof first === "object") return [first, second];
  return [{ port: first, host: second }, args.at(-1)];
}

/**
 * Fails like a connection to a closed port.
 *
 * @param {Socket} socket
 * @param {string} name
 */
function refuse(socket, name) {
  // HTTP clients read it to distinguish a failed connection from a broken one.
  Object.assign(socket, { connecting: true });
  process.nextTick(() => socket.destroy(refused(name)));
  return socket;
}

/**
 * Fails like a connection whose packets are dropped.
 *
 * @param {Socket} socket
 * @param {string} name
 * @param {number} afterMs
 */
function timeOut(socket, name, afterMs) {
  Object.assign(socket, { connecting: true });
  const timer = setTimeout(() => socket.destroy(failed("ETIMEDOUT", name)), afterMs);
  return socket.once("close", () => clearTimeout(timer));
}

/** @param {string} name */
const refused = (name) => failed("ECONNREFUSED", name);

/**
 * @param {string} code
 * @param {string} name
 */
const failed = (code, name) =>
  Object.assign(new Error(`connect ${code} ${name}`), { code, syscall: "connect" });

/**
 * Makes a failed connection to a Unix domain socket look like one to a port. For a missing file, Node.js
 * would report ENOENT with the file's path.
 *
 * @param {Socket} socket
 * @param {string} name
 */
function hidePath(socket, name) {
  const { destroy } = socket;
  socket.destroy = (/** @type {any[]} */ ...[error, ...rest]) =>
    Reflect.apply(destroy, socket, [error?.syscall === "connect" ? refused(name) : error, ...rest]);
}
