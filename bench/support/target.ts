import { Agent, request } from "node:http";

/** One of the compared ways to a service. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers: Record<string, string>;
}

const agent = new Agent({ keepAlive: true });

/**
 * Milliseconds from a GET request's start to the last byte of its response.
 *
 * @throws Error when the status is not 200
 */
export function timeRequest({ name, url, headers }: Target): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const call = request(url, { agent, headers }, (response) => {
      response.resume().on("end", () => {
        if (response.statusCode === 200) resolve(performance.now() - startedAt);
        else reject(new Error(`${name} returned ${response.statusCode}.`));
      });
    });
    call.on("error", reject).end();
  });
}
