// @ts-check
import { Socket } from "node:net";

/**
 * @typedef {import("../functionSpec.ts").HostMap} HostMap
 * @typedef {import("node:net").TcpSocketConnectOpts} ConnectOptions
 */

/**
 * Leads connections to the names of a VPC to where they are served. Everything that opens a TCP
 * connection in Node.js (`net`, `tls`, `http`, `https`, `fetch`) ends up in `Socket.connect`, so a
 * bundle needs not know; names in TLS and in `Host` headers stay as they are.
 *
 * @param {HostMap} initial
 * @returns {(hosts: HostMap) => void} replaces the map
 */
export function mapHosts(initial) {
  let addresses = byLowerCaseName(initial);
  const { connect } = Socket.prototype;

  /** @this {Socket} @param {any[]} args */
  function connectMapped(...args) {
    const [options, onConnect] = optionsOf(args);
    const name = `${options.host}:${options.port}`.toLowerCase();
    const address = addresses.get(name);
    if (address === undefined) return Reflect.apply(connect, this, args);
    if (address === null) return refuse(this, name);
    if ("path" in address) {
      // TLS has opened a TCP handle by now. Services are behind load balancers and speak none.
      if ("encrypted" in this) return refuse(this, name);
      hidePath(this, name);
    }
    return Reflect.apply(connect, this, [{ ...options, ...address }, onConnect]);
  }
  Socket.prototype.connect = connectMapped;

  return (hosts) => {
    addresses = byLowerCaseName(hosts);
  };
}

/** @param {HostMap} hosts */
const byLowerCaseName = (hosts) =>
  new Map(Object.entries(hosts).map(([name, address]) => [name.toLowerCase(), address]));

/**
 * The forms in which `connect` may be called: options, a port and a host, a path, or, from within
 * Node.js, an array of options and listener.
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
 * Fails as a connection does to a port that nobody listens on.
 *
 * @param {Socket} socket
 * @param {string} name
 */
function refuse(socket, name) {
  // Read by HTTP clients to tell a connection that was never made from one that broke.
  Object.assign(socket, { connecting: true });
  process.nextTick(() => socket.destroy(refused(name)));
  return socket;
}

/** @param {string} name */
const refused = (name) =>
  Object.assign(new Error(`connect ECONNREFUSED ${name}`), {
    code: "ECONNREFUSED",
    syscall: "connect",
  });

/**
 * Makes a failed connection to a Unix domain socket look like one to a port: a file that is not there
 * is ENOENT to Node.js, with the file's path in the message.
 *
 * @param {Socket} socket
 * @param {string} name
 */
function hidePath(socket, name) {
  const { destroy } = socket;
  socket.destroy = (/** @type {any[]} */ ...[error, ...rest]) =>
    Reflect.apply(destroy, socket, [error?.syscall === "connect" ? refused(name) : error, ...rest]);
}
