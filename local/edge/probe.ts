import { type RequestOptions, request as sendRequest } from "node:http";
import type { EndpointCheck } from "./dns/model.ts";
import type { PassedChecks } from "./passedChecks.ts";
import type { Destination } from "./router.ts";

/**
 * Route 53's time limits in ms, for the connection and then for the response. (Route 53 Developer Guide, "How
 * Amazon Route 53 determines whether a health check is healthy")
 */
const timeLimits = { connectMs: 4_000, responseMs: 2_000 };

/**
 * At shortened intervals, a check has as long as its interval, so that it ends before the next one, but at
 * least this long in ms: a busy machine is no outage.
 */
const shortestLimitMs = 1_000;

/**
 * Sends one request of a health check. It passes if the response is 2xx or 3xx and in time.
 *
 * @param destination - what the check's host leads to
 * @param passed - gets the id of the request if it passes
 * @returns why it failed; undefined if it passed
 */
export async function probe(
  { fqdn, path }: EndpointCheck,
  destination: Destination | undefined,
  intervalMs: number,
  passed?: PassedChecks,
): Promise<string | undefined> {
  const location = destination?.locate(path);
  if (!destination || !location) return `No region has an address for ${fqdn}${path}.`;
  const { state, name } = destination.region;
  if (state !== "running") return `${name} is ${state}.`;
  const limitMs = Math.max(intervalMs, shortestLimitMs);
  const responseMs = Math.min(timeLimits.responseMs, limitMs);
  const { delayMs } = destination.region;
  if (delayMs >= responseMs) return `${name} is slow: it responds after ${delayMs} ms or later.`;
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  const connectMs = Math.min(timeLimits.connectMs, limitMs);
  const { agent } = destination.region;
  const limits = { connectMs, responseMs: responseMs - delayMs };
  return failureOf({ ...location, agent }, fqdn, limits, passed);
}

/** Of Route 53's health checks. */
export const healthCheckAgent = "Amazon-Route53-Health-Check-Service";

/** Route 53 opens a connection for each check. Here they are kept, so that the machine has fewer ended ones. */
function failureOf(
  to: RequestOptions,
  host: string,
  { connectMs, responseMs }: typeof timeLimits,
  passed: PassedChecks | undefined,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const headers = { host, "user-agent": healthCheckAgent };
    const request = sendRequest({ ...to, headers });
    const giveUp = (limitMs: number) => () => {
      resolve(`No response within ${limitMs} ms.`);
      request.destroy();
    };
    let timer = setTimeout(giveUp(connectMs), connectMs);
    const startResponseTime = () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp(responseMs), responseMs);
    };
    request.once("socket", (socket) => {
      if (socket.connecting) socket.once("connect", startResponseTime);
      else startResponseTime();
    });
    request.once("response", (response) => {
      const { statusCode = 0, headers: received } = response;
      const passes = statusCode >= 200 && statusCode < 400;
      const id = received["x-amzn-requestid"];
      if (passes && typeof id === "string") passed?.add(id);
      resolve(passes ? undefined : `${to.path} responds ${statusCode}.`);
      response.resume();
    });
    request.once("error", ({ message }) => resolve(`No response: ${message}.`));
    request.once("close", () => {
      clearTimeout(timer);
      resolve("The connection was closed.");
    });
    request.end();
  });
}
