import { Agent, request } from "node:http";

/** One of the ways to a service that are compared. */
export interface Target {
  readonly name: string;
  readonly url: string;
  readonly headers: Record<string, string>;
}

const agent = new Agent({ keepAlive: true });

/**
 * Milliseconds from a GET request's start to the last byte of its answer.
 *
 * @throws Error when the answer is not 200
 */
export function timeRequest({ name, url, headers }: Target): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const call = request(url, { agent, headers }, (answer) => {
      answer.resume().on("end", () => {
        if (answer.statusCode === 200) resolve(performance.now() - startedAt);
        else reject(new Error(`${name} answered ${answer.statusCode}.`));
      });
    });
    call.on("error", reject).end();
  });
}
