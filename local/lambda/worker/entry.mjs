// @ts-check
// A function's process: creates instances of one function and runs events in them. Each instance has its
// own copy of the modules; all share the globals and `process`.
import { dirname } from "node:path";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Outbox } from "../outbox.mjs";
import { collect, createStreams, isStreaming, runStreaming } from "./awsLambda.mjs";
import { confine } from "./confine.mjs";
import { errorObject } from "./errorObject.mjs";
import { mapHosts } from "./hosts.mjs";
import { loadHandler } from "./loadHandler.mjs";
import { printTo } from "./output.mjs";
import { listen, send } from "./pipes.mjs";

/**
 * @typedef {import("../messages.ts").FromWorker} FromWorker
 * @typedef {import("../messages.ts").ToWorker} ToWorker
 * @typedef {import("./loadHandler.mjs").Handler} Handler
 */

/** Characters of a response to pass on; Lambda refuses longer ones. */
const maxResponseLength = 6 * 1024 * 1024 + 101;
/** Largest chunk of a stream in one message, in bytes. */
const maxChunkBytes = 1024 * 1024;

/** Writes to the function's log, which the platform has opened. */
const endLine = printTo(2);

const ownFolder = dirname(fileURLToPath(import.meta.url));

/** Set by the first message. @type {import("../messages.ts").WorkerData} */
let data;
let isStarted = false;
/** @type {ReturnType<typeof mapHosts>} */
let replaceHosts;
/** @type {Map<number, Handler>} */
const handlers = new Map();
/** @type {Outbox<FromWorker>} */
const outbox = new Outbox(send);
const streams = createStreams((instance, bytes) => {
  outbox.flush();
  for (let start = 0; start < bytes.length; start += maxChunkBytes) {
    send([["chunk", instance, bytes.subarray(start, start + maxChunkBytes)]]);
  }
});

process.on("uncaughtExceptionMonitor", (error) => {
  if (process.listenerCount("uncaughtException") > 0) return;
  endLine();
  process.stderr.write(`Uncaught exception: ${inspect(error)}\n`);
  process.exit(1);
});
// Finished results are still sent when another instance ends the process.
process.once("exit", () => {
  endLine();
  outbox.flush();
});
const pipe = listen(receive);

/** @param {import("../messages.ts").WorkerData} given */
function start(given) {
  // A second message would be forged by the function, which can write to this pipe.
  if (isStarted) return;
  isStarted = true;
  data = given;
  const { environment, function: spec, hosts, socketFolder, temporaryDirectory } = data;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, environment);
  confine(pipe, { temporaryDirectory, ownFolders: [spec.codeDirectory], socketFolder });
  replaceHosts = mapHosts(hosts, (name) => outbox.add(["unreachable", name]));
}

/** @param {ToWorker} message */
function receive(message) {
  switch (message[0]) {
    case "start":
      return start(message[1]);
    case "initialize":
      return void settle(message[1], initialize(message[1]));
    case "invoke":
      return void settle(message[1], invoke(message));
    case "stream":
      return void settle(message[1], stream(message));
    case "read":
      return streams.confirmRead(message[1], message[2]);
    case "hosts":
      return replaceHosts(message[1], () => outbox.add(["moved", message[2]]));
    case "ping":
      return outbox.add(["pong"]);
  }
}

/**
 * @param {number} instance
 * @param {Promise<string>} payload
 */
async function settle(instance, payload) {
  try {
    const text = await payload;
    endLine();
    outbox.add(["succeeded", instance, text.slice(0, maxResponseLength)]);
  } catch (error) {
    endLine();
    const { function: spec, temporaryDirectory } = data;
    const folders = {
      [spec.codeDirectory]: "/var/task",
      [temporaryDirectory]: "/tmp",
      [ownFolder]: "/var/runtime",
    };
    outbox.add(["failed", instance, errorObject(error, folders).slice(0, maxResponseLength)]);
  }
}

/** @param {number} instance */
async function initialize(instance) {
  const { codeDirectory, handler } = data.function;
  handlers.set(instance, await loadHandler(codeDirectory, handler, instance));
  return "";
}

/** @param {Extract<ToWorker, readonly ["invoke", ...unknown[]]>} event */
async function invoke([, instance, requestId, deadline, payload]) {
  const handler = /** @type {Handler} */ (handlers.get(instance));
  const event = JSON.parse(payload);
  const context = createContext(requestId, deadline);
  if (isStreaming(handler)) return collect((to) => runStreaming(handler, event, context, to));
  return JSON.stringify(await handler(event, context)) ?? "null";
}

/** @param {Extract<ToWorker, readonly ["stream", ...unknown[]]>} event */
async function stream([, instance, requestId, deadline, payload]) {
  const handler = /** @type {Handler} */ (handlers.get(instance));
  const event = JSON.parse(payload);
  const context = createContext(requestId, deadline);
  const to = streams.open(instance);
  if (isStreaming(handler)) {
    await runStreaming(handler, event, context, to);
  } else {
    to.end(JSON.stringify(await handler(event, context)) ?? "null");
    await finished(to);
  }
  return "";
}

/**
 * Source: Lambda Developer Guide, "Using the Lambda context object to retrieve Node.js function
 * information".
 *
 * @param {string} requestId
 * @param {number} deadline - in epoch ms
 */
function createContext(requestId, deadline) {
  const { function: spec, logGroupName, logStreamName } = data;
  return {
    awsRequestId: requestId,
    functionName: spec.name,
    functionVersion: "$LATEST",
    invokedFunctionArn: spec.arn,
    memoryLimitInMB: String(spec.memoryMb),
    logGroupName,
    logStreamName,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}
