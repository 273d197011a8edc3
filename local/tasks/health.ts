import { existsSync } from "node:fs";
import { request } from "node:http";
import type { HostAddress } from "../lambda/index.ts";
import { untilWell } from "../process/untilReady.ts";

export interface HealthCheck {
  /** Path that answers 200 once the service can serve. */
  readonly path: string;
  readonly port: number;
  /** Takes the place of the port for services that listen on it. */
  readonly socketPath: string;
  /** Resolves with the reason should the service end. */
  readonly exited: Promise<string>;
}

/** A service does not become healthy. */
export class HealthError extends Error {
  override readonly name = "HealthError";
}

/** Time a service has to answer its first health check, in ms. */
const startTimeoutMs = 30_000;

/**
 * Waits until a service is healthy.
 *
 * @returns its socket, or its port if it has not made the socket
 * @throws HealthError when it ends or does not answer in time
 */
export async function addressWhenHealthy(check: HealthCheck): Promise<HostAddress> {
  let address: HostAddress;
  const ask = () => {
    address = existsSync(check.socketPath)
      ? { path: check.socketPath }
      : { host: "127.0.0.1", port: check.port };
    return answers200(address, check);
  };
  const started = await untilWell(ask, check.exited, startTimeoutMs);
  if (started === "answers") return address!;
  throw new HealthError(
    started === "silent"
      ? `did not answer GET ${check.path} with 200 on the port in the variable PORT within ` +
          `${startTimeoutMs / 1000} s`
      : `ended while starting: ${started.ended}`,
  );
}

function answers200(address: HostAddress, { path, port }: HealthCheck): Promise<boolean> {
  const to = "path" in address ? { socketPath: address.path } : address;
  const headers = { host: `127.0.0.1:${port}` };
  return new Promise((resolve) => {
    request({ ...to, path, headers, agent: false, timeout: startTimeoutMs }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .on("timeout", () => resolve(false))
      .on("error", () => resolve(false))
      .end();
  });
}
