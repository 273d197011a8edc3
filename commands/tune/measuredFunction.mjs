// @ts-check
// Runs a bundled function in a process of its own and reports the processor time of its calls.
// Arguments: the bundle and the calls of a round. Messages: the event, then a number of rounds.
import { createRequire } from "node:module";
import { once } from "node:events";

const [, , bundle = "", calls = ""] = process.argv;

/** Milliseconds of processor time since `start`, of all threads. */
const since = (/** @type {NodeJS.CpuUsage} */ start) => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

const beforeLoad = process.cpuUsage();
const { handler } = createRequire(import.meta.url)(bundle);
const loadMs = since(beforeLoad);

const context = {
  awsRequestId: "00000000-0000-4000-8000-000000000000",
  getRemainingTimeInMillis: () => 25_000,
};

/**
 * One invocation, with the JSON that Lambda's runtime reads and writes.
 *
 * @param {string} payload
 */
async function invoke(payload) {
  const result = await handler(JSON.parse(payload), context);
  JSON.stringify(result);
  return result.statusCode;
}

/**
 * @param {string} payload
 * @param {number} count
 */
async function round(payload, count) {
  const start = process.cpuUsage();
  for (let call = 0; call < count; call++) {
    const status = await invoke(payload);
    if (status !== 200) throw new Error(`The function returned ${status}.`);
  }
  return since(start) / count;
}

const receive = async () => (await once(process, "message"))[0];
const send = (/** @type {unknown} */ message) => /** @type {Function} */ (process.send)(message);

const received = receive();
send("ready");
const { payload, rounds } = await received;
const count = Number(calls);
const firstMs = await round(payload, Math.min(50, count));
// V8 optimizes what runs often.
await round(payload, count);
const processorMs = [];
for (let index = 0; index < rounds; index++) processorMs.push(await round(payload, count));
send({ loadMs, firstMs, processorMs });
process.disconnect();
