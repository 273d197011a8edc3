// @ts-check
// Runs in a worker thread: makes instances of one function and runs events in them. Instances have
// their modules to themselves; what belongs to the thread (globals, `process`) they share.
import { finished } from "node:stream/promises";
import { parentPort, workerData } from "node:worker_threads";
import { Outbox } from "../outbox.mjs";
import { collect, createStreams, isStreaming, runStreaming } from "./awsLambda.mjs";
import { errorObject } from "./errorObject.mjs";
import { mapHosts } from "./hosts.mjs";
import { loadHandler } from "./loadHandler.mjs";
import { printTo } from "./output.mjs";

/**
 * @typedef {import("../messages.ts").FromThread} FromThread
 * @typedef {import("../messages.ts").ToThread} ToThread
 * @typedef {import("./loadHandler.mjs").Handler} Handler
 */

const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
/** @type {import("../messages.ts").ThreadData} */
const { function: spec, logGroupName, logStreamName, hosts } = workerData;
const endLine = printTo(spec.logFile);

/** @type {Map<number, Handler>} */
const handlers = new Map();
const setHosts = mapHosts(hosts);
/** @type {Outbox<FromThread>} */
const outbox = new Outbox((messages) => port.postMessage(messages));

port.on("message", (/** @type {ToThread[]} */ messages) => messages.forEach(receive));
const streams = createStreams((instance, bytes) => {
  outbox.flush();
  port.postMessage([["chunk", instance, bytes]], [bytes.buffer]);
});
// Answers that are ready still go out when another instance ends the thread.
process.once("exit", () => {
  endLine();
  outbox.flush();
});

/** @param {ToThread} message */
function receive(message) {
  switch (message[0]) {
    case "initialize":
      return void answer(message[1], initialize(message[1]));
    case "invoke":
      return void answer(message[1], invoke(message));
    case "stream":
      return void answer(message[1], stream(message));
    case "read":
      return streams.confirmRead(message[1], message[2]);
    case "hosts":
      return setHosts(message[1]);
    case "ping":
      return outbox.add(["pong"]);
  }
}

/**
 * @param {number} instance
 * @param {Promise<string>} payload
 */
async function answer(instance, payload) {
  try {
    const text = await payload;
    endLine();
    outbox.add(["succeeded", instance, text]);
  } catch (error) {
    endLine();
    outbox.add(["failed", instance, errorObject(error)]);
  }
}

/** @param {number} instance */
async function initialize(instance) {
  handlers.set(instance, await loadHandler(spec.codeDirectory, spec.handler, instance));
  return "";
}

/** @param {Extract<ToThread, readonly ["invoke", ...unknown[]]>} event */
async function invoke([, instance, requestId, deadline, payload]) {
  const handler = /** @type {Handler} */ (handlers.get(instance));
  const event = JSON.parse(payload);
  const context = createContext(requestId, deadline);
  if (isStreaming(handler)) return collect((to) => runStreaming(handler, event, context, to));
  return JSON.stringify(await handler(event, context)) ?? "null";
}

/** @param {Extract<ToThread, readonly ["stream", ...unknown[]]>} event */
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
