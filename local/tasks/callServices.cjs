// @ts-check
// Loaded by the runner into each Node.js process of a service that has names of its VPC to call. Connections to
// such a name lead to the Unix domain socket on which the platform serves it for this service.
"use strict";
const net = require("node:net");
const tls = require("node:tls");

/**
 * Sockets by `name:port`; of names that the network does not reach, the socket that is told of connections.
 *
 * @typedef {{ timesOutAfterMs: number, notices: string }} Unreachable
 * @type {Map<string, string | Unreachable>}
 */
const sockets = new Map(Object.entries(JSON.parse(process.env["PALISADE_NAMES"] ?? "{}")));

const { connect } = net.Socket.prototype;

/**
 * @this {net.Socket}
 * @param {any[]} args - options, or a port and a host, or, from within Node.js, an array of both
 */
function connectByName(...args) {
  const [options, onConnect] = optionsOf(args);
  const path = socketOf(options);
  if (typeof path === "object") return timeOut(this, path, `${options.host}:${options.port}`);
  // TLS has already opened a TCP handle.
  if (path === undefined || "encrypted" in this) return Reflect.apply(connect, this, args);
  return Reflect.apply(connect, this, [{ ...options, path }, onConnect]);
}

const connectTls = tls.connect;

/**
 * A load balancer's HTTPS ends at the load balancer, which is not there on this machine.
 *
 * @param {any[]} args
 */
function connectTlsByName(...args) {
  const [options, onConnect] = optionsOf(args);
  const isNamed = Number(options.port) === 443 && socketOf(options) !== undefined;
  if (!isNamed) return Reflect.apply(connectTls, tls, args);
  const socket = net.connect({ host: options.host, port: 443 });
  if (typeof onConnect === "function") socket.once("secureConnect", onConnect);
  return socket.once("connect", () => socket.emit("secureConnect"));
}

/**
 * Fails like a connection whose packets are dropped, and tells the platform.
 *
 * @param {net.Socket} socket
 * @param {Unreachable} unreachable
 * @param {string} name
 */
function timeOut(socket, { timesOutAfterMs, notices }, name) {
  Reflect.apply(connect, new net.Socket(), [{ path: notices }]).on("error", () => {});
  // HTTP clients read it to distinguish a failed connection from a broken one.
  Object.assign(socket, { connecting: true });
  const error = Object.assign(new Error(`connect ETIMEDOUT ${name}`), {
    code: "ETIMEDOUT",
    syscall: "connect",
  });
  const timer = setTimeout(() => socket.destroy(error), timesOutAfterMs);
  return socket.once("close", () => clearTimeout(timer));
}

/**
 * @param {any[]} args
 * @returns {any[]} options and a listener
 */
function optionsOf(args) {
  const [first, second] = args;
  if (Array.isArray(first)) return first;
  return typeof first === "object" ? [first, second] : [{ port: first, host: second }, args.at(-1)];
}

/** @param {any} options */
const socketOf = ({ host, port }) => sockets.get(`${host}:${port}`.toLowerCase());

if (sockets.size > 0) {
  Object.assign(net.Socket.prototype, { connect: connectByName });
  Object.assign(tls, { connect: connectTlsByName });
}
