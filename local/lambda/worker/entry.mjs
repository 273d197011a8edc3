// @ts-check
// Runs in a worker thread: makes instances of one function and runs events in them. Instances have
// their modules to themselves; what belongs to the thread (globals, `process`) they share.
import { parentPort, workerData } from "node:worker_threads";
import { Outbox } from "../outbox.mjs";
import { errorObject } from "./errorObject.mjs";
import { mapHosts } from "./hosts.mjs";
import { loadHandler } from "./loadHandler.mjs";

/**
 * @typedef {import("../messages.ts").FromThread} FromThread
 * @typedef {import("../messages.ts").ToThread} ToThread
 * @typedef {import("./loadHandler.mjs").Handler} Handler
 */

const port = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
/** @type {import("../messages.ts").ThreadData} */
const { function: spec, logGroupName, logStreamName, hosts } = workerData;

/** @type {Map<number, Handler>} */
const handlers = new Map();
const setHosts = mapHosts(hosts);
/** @type {Outbox<FromThread>} */
const outbox = new Outbox((messages) => port.postMessage(messages));

port.on("message", (/** @type {ToThread[]} */ messages) => messages.forEach(receive));
// Answers that are ready still go out when another instance ends the thread.
process.once("exit", () => outbox.flush());

/** @param {ToThread} message */
function receive(message) {
  switch (message[0]) {
    case "initialize":
      return void answer(message[1], initialize(message[1]));
    case "invoke":
      return void answer(message[1], invoke(message));
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
    outbox.add(["succeeded", instance, await payload]);
  } catch (error) {
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
  const result = await handler(JSON.parse(payload), createContext(requestId, deadline));
  return JSON.stringify(result) ?? "null";
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
