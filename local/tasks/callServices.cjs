// @ts-check
// Loaded by the runner into each Node.js process of a service that has names of its VPC to call. Connections to
// such a name lead to the Unix domain socket on which the platform serves it for this service.
"use strict";
const net = require("node:net");
const tls = require("node:tls");

/** Sockets by `name:port`. @type {Map<string, string>} */
const paths = new Map(Object.entries(JSON.parse(process.env["PALISADE_NAMES"] ?? "{}")));

const { connect } = net.Socket.prototype;

/**
 * @this {net.Socket}
 * @param {any[]} args - options, or a port and a host, or, from within Node.js, an array of both
 */
function connectByName(...args) {
  const [options, onConnect] = optionsOf(args);
  const path = pathOf(options);
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
  const path = Number(options.port) === 443 ? pathOf(options) : undefined;
  if (path === undefined) return Reflect.apply(connectTls, tls, args);
  const socket = net.connect({ path });
  if (typeof onConnect === "function") socket.once("secureConnect", onConnect);
  return socket.once("connect", () => socket.emit("secureConnect"));
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
const pathOf = ({ host, port }) => paths.get(`${host}:${port}`.toLowerCase());

if (paths.size > 0) {
  Object.assign(net.Socket.prototype, { connect: connectByName });
  Object.assign(tls, { connect: connectTlsByName });
}
