import { existsSync } from "node:fs";
import { request } from "node:http";
import type { HostAddress } from "../lambda/index.ts";
import { untilReady } from "../process/untilReady.ts";

interface HealthCheck {
  /** Path that returns 200 once the service is ready. */
  readonly path: string;
  readonly port: number;
  /** Replaces the port if the service listens on it. */
  readonly socketPath: string;
  /** Resolves with the reason if the service ends. */
  readonly exited: Promise<string>;
}

/** A service did not become healthy. */
export class HealthError extends Error {
  override readonly name = "HealthError";
}

/** Time limit for a service's first successful health check, in ms. */
const startTimeoutMs = 30_000;

/**
 * Waits until a service is healthy.
 *
 * @returns its socket, or its port if it has not created the socket
 * @throws HealthError when it ends or does not respond in time
 */
export async function addressWhenHealthy(check: HealthCheck): Promise<HostAddress> {
  let address: HostAddress;
  const ask = () => {
    address = existsSync(check.socketPath)
      ? { path: check.socketPath }
      : { host: "127.0.0.1", port: check.port };
    return responds200(address, check);
  };
  const started = await untilReady(ask, check.exited, startTimeoutMs);
  if (started === "ready") return address!;
  throw new HealthError(
    started === "silent"
      ? `did not respond to GET ${check.path} with 200 on the port in the variable PORT within ` +
          `${startTimeoutMs / 1000} s`
      : `ended while starting: ${started.ended}`,
  );
}

/** Time limit for a later health check in ms; a target group's default. */
const checkTimeoutMs = 5_000;

/** Whether a running service responds to its health check with 200. */
export const isServiceHealthy = (address: HostAddress, path: string): Promise<boolean> =>
  responds200(address, { path, port: "port" in address ? address.port : 80 }, checkTimeoutMs);

function responds200(
  address: HostAddress,
  { path, port }: Pick<HealthCheck, "path" | "port">,
  timeout = startTimeoutMs,
): Promise<boolean> {
  const to = "path" in address ? { socketPath: address.path } : address;
  const headers = { host: `127.0.0.1:${port}` };
  return new Promise((resolve) => {
    const asked = request({ ...to, path, headers, agent: false, timeout }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on("timeout", () => asked.destroy()).on("close", () => resolve(false));
    asked.on("error", () => resolve(false)).end();
  });
}
