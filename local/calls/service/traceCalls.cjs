// @ts-check
// Loaded by the runner into each Node.js process of a service. Tells the platform how long the service took for each
// call, and passes the call's trace on to AWS and to other services, so that their work is shown below it. Nothing in
// the service changes: the trace travels with Node.js's asynchronous context.
"use strict";
const { AsyncLocalStorage } = require("node:async_hooks");
const { randomFillSync } = require("node:crypto");
const { subscribe } = require("node:diagnostics_channel");
const { ClientRequest } = require("node:http");
const { connect } = require("node:net");

/** @type {{ socket?: string, hosts?: string[] }} the platform's socket, and hosts that the trace is passed to */
const { socket: socketPath, hosts = [] } = JSON.parse(process.env["PALISADE_TRACE"] ?? "{}");
const traced = new Set(hosts);

/** @typedef {{ root: string, id: string, parent: string, correlationId: string, startedAt: number, line: string }} Span */

/** @type {AsyncLocalStorage<Span | undefined>} */
const current = new AsyncLocalStorage();

/** The spans of responses that have not ended. @type {WeakMap<object, Span>} */
const open = new WeakMap();

const header = "x-amzn-trace-id";
const fields = /^Root=(1-[\da-f]{8}-[\da-f]{24});Parent=([\da-f]{16})/;

/** The system's monotonic clock in ms, which all processes of a machine share. */
function now() {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

/** @param {any} message */
function begin({ request, response }) {
  const [, root, parent] = fields.exec(request.headers[header] ?? "") ?? [];
  // Otherwise a request without a trace would continue the one before it on its connection.
  if (root === undefined || parent === undefined) return current.enterWith(undefined);
  const correlationId = String(request.headers["x-correlation-id"] ?? "");
  const line = `${request.method} ${String(request.url).replace(/\?.*$/s, "")}`;
  const span = { root, id: newId(), parent, correlationId, startedAt: now(), line };
  open.set(response, span);
  current.enterWith(span);
}

/** @param {any} message */
function end({ response }) {
  const span = open.get(response);
  if (span === undefined) return;
  open.delete(response);
  const { root, id, parent, correlationId, startedAt, line } = span;
  tell([root, id, parent, correlationId, line, response.statusCode, startedAt, now()]);
}

/** @param {Span} span */
const valueFor = ({ root, id }) => `Root=${root};Parent=${id};Sampled=0`;

const { _implicitHeader } = /** @type {any} */ (ClientRequest.prototype);

/** Adds the trace just before a request's headers are made. @this {any} */
function passTraceOn() {
  const span = current.getStore();
  if (span !== undefined && traced.has(String(this.getHeader("host")).toLowerCase())) {
    if (!this.hasHeader(header)) this.setHeader(header, valueFor(span));
  }
  return Reflect.apply(_implicitHeader, this, []);
}

/** The same for `fetch`. @param {any} message */
function passTraceOnByFetch({ request }) {
  const span = current.getStore();
  if (span === undefined || !traced.has(String(request.origin).replace(/^https?:\/\//, ""))) return;
  if (!String(request.headers).toLowerCase().includes(header)) {
    request.addHeader(header, valueFor(span));
  }
}

const random = Buffer.alloc(4096);
let used = random.length;

function newId() {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += 8;
  return random.toString("hex", used - 8, used);
}

/** Spans that were not sent yet. @type {unknown[]} */
let batch = [];
/** Pause between two batches, in ms, and spans in one; more are lost. */
const pauseMs = 50;
const mostInBatch = 2_000;
/** The connection to it. @type {any} */
let platform;

/** @param {unknown[]} span */
function tell(span) {
  if (batch.length === 0) setTimeout(send, pauseMs).unref();
  if (batch.length < mostInBatch) batch.push(span);
}

function send() {
  const text = `${JSON.stringify(batch)}\n`;
  batch = [];
  if (platform === undefined || platform.destroyed) {
    platform = connect({ path: /** @type {string} */ (socketPath) });
    // The platform stops: nobody asks for spans any more.
    platform.on("error", () => {}).unref();
  }
  platform.write(text);
}

if (socketPath !== undefined) {
  subscribe("http.server.request.start", begin);
  subscribe("http.server.response.finish", end);
  subscribe("undici:request:create", passTraceOnByFetch);
  Object.assign(ClientRequest.prototype, { _implicitHeader: passTraceOn });
}
