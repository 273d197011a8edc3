// @ts-check
// Loaded by the runner into each Node.js process of a service that has names of its VPC to call. Connections to
// such a name lead to the Unix domain socket on which the platform serves it for this service.
"use strict";
const { Socket } = require("node:net");

/** Sockets by `name:port`. @type {Map<string, string>} */
const paths = new Map(Object.entries(JSON.parse(process.env["PALISADE_NAMES"] ?? "{}")));

const { connect } = Socket.prototype;

/**
 * @this {Socket}
 * @param {any[]} args - options, or a port and a host, or, from within Node.js, an array of both
 */
function connectByName(...args) {
  const [first, second] = args;
  const [options, onConnect] = Array.isArray(first)
    ? first
    : typeof first === "object"
      ? [first, second]
      : [{ port: first, host: second }, args.at(-1)];
  const path = paths.get(`${options.host}:${options.port}`.toLowerCase());
  // TLS has already opened a TCP handle.
  if (path === undefined || "encrypted" in this) return Reflect.apply(connect, this, args);
  return Reflect.apply(connect, this, [{ ...options, path }, onConnect]);
}
if (paths.size > 0) Object.assign(Socket.prototype, { connect: connectByName });
