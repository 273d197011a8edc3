// @ts-check
import { Socket } from "node:net";

/**
 * @typedef {import("../functionSpec.ts").HostMap} HostMap
 * @typedef {import("node:net").TcpSocketConnectOpts & { path?: string }} ConnectOptions
 */

/** Kept: a function may replace it to get hold of what it is called with. */
const { apply } = Reflect;

/**
 * Leads connections to the names of a VPC to where they are served. Everything that opens a TCP
 * connection in Node.js (`net`, `tls`, `http`, `https`, `fetch`) ends up in `Socket.connect`, so a
 * bundle needs not know; names in TLS and in `Host` headers stay as they are.
 *
 * A function's own sockets are all that it may reach by a path: others are those of the user's programs,
 * such as Docker or an SSH agent, and Node.js's permissions do not cover them.
 *
 * @param {HostMap} initial
 * @param {(path: string) => string | undefined} ownSocket - where a socket of the function's own is;
 *   `undefined` for any other path
 * @returns {(hosts: HostMap) => void} replaces the map
 */
export function mapHosts(initial, ownSocket) {
  let addresses = byLowerCaseName(initial);
  const { connect } = Socket.prototype;

  /** @this {Socket} @param {any[]} args */
  function connectMapped(...args) {
    const [given, onConnect] = optionsOf(args);
    // A copy: what is checked is what is used.
    const options = { ...given };
    if (options.path) {
      const path = ownSocket(String(options.path));
      if (path === undefined) return refuse(this, refused(String(options.path), "EACCES"));
      return apply(connect, this, [{ ...options, path }, onConnect]);
    }
    const name = `${options.host}:${options.port}`.toLowerCase();
    const address = addresses.get(name);
    if (address === null) return refuse(this, refused(name));
    if (address && "path" in address) {
      // TLS has opened a TCP handle by now. Services are behind load balancers and speak none.
      if ("encrypted" in this) return refuse(this, refused(name));
      hidePath(this, name);
    }
    return apply(connect, this, [{ ...options, ...address }, onConnect]);
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
  const isPath = typeof first === "string" && !(Number(first) >= 0);
  if (isPath) return [{ path: first }, args.at(-1)];
  const host = typeof second === "string" ? second : undefined;
  return [{ port: first, host }, args.at(-1)];
}

/**
 * Fails as a connection does that the system refuses.
 *
 * @param {Socket} socket
 * @param {Error} error
 */
function refuse(socket, error) {
  // Read by HTTP clients to tell a connection that was never made from one that broke.
  Object.assign(socket, { connecting: true });
  process.nextTick(() => socket.destroy(error));
  return socket;
}

/**
 * @param {string} to
 * @param {"ECONNREFUSED" | "EACCES"} code
 */
const refused = (to, code = "ECONNREFUSED") =>
  Object.assign(new Error(`connect ${code} ${to}`), { code, syscall: "connect" });

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
    apply(destroy, socket, [error?.syscall === "connect" ? refused(name) : error, ...rest]);
}
