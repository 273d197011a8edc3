import { readFile } from "node:fs/promises";
import * as http from "node:http";
import * as https from "node:https";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import type { PlatformState } from "../../local/stateFile.ts";
import { RunningError } from "./runningError.ts";

/** The part of `/_palisade/status` that commands use. */
export interface EdgeStatus {
  readonly edge: { readonly failovers: number };
  readonly regions: Readonly<Record<string, RegionStatus>>;
  /** The slowest health check; left out without any. */
  readonly detection?: { readonly intervalMs: number; readonly failureThreshold: number };
  /** Left out without a domain. */
  readonly domain?: { readonly name: string; readonly checks: readonly CheckStatus[] };
}

interface RegionStatus {
  readonly state: string;
  readonly healthy: boolean;
  /** Whether DNS leads clients there. */
  readonly routed: boolean;
  readonly drained?: boolean;
  readonly delayMs?: number;
}

export interface CheckStatus {
  readonly name: string;
  /** The region whose stack has the check. */
  readonly stack: string;
  readonly path?: string;
  readonly healthy: boolean;
}

export interface EdgeRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | undefined;
}

export interface EdgeResponse {
  readonly status: number;
  /** The region that responded. */
  readonly region: string | undefined;
  /** By which the console knows the call. */
  readonly requestId: string | undefined;
  readonly body: string;
}

/** Time limit of a request, in ms: API Gateway's limit for an integration, and a little more. */
const timeoutMs = 35_000;

const noResponse = new RunningError(`no response in ${timeoutMs / 1_000} s`);

/** A client of the edge, with as many connections as it needs. */
export class EdgeClient {
  readonly #url: string;
  readonly #ca: Buffer | undefined;
  readonly #agent: http.Agent;

  /** @param ca - the server's certificate, if it serves HTTPS */
  private constructor(url: string, ca: Buffer | undefined) {
    this.#url = url;
    this.#ca = ca;
    // Ends unused connections before the server does, so that no request meets a closing one.
    const options = { keepAlive: true, timeout: 3_000 };
    this.#agent = ca ? new https.Agent(options) : new http.Agent(options);
  }

  static async of({ edge, certificate }: PlatformState): Promise<EdgeClient> {
    return new EdgeClient(edge, certificate ? await readFile(certificate) : undefined);
  }

  /** Rejects with the error of the connection. */
  async send(path: string, request: EdgeRequest = {}): Promise<EdgeResponse> {
    const response = await this.#open(path, request);
    const region = response.headers["x-palisade-region"]?.toString();
    const requestId = response.headers["x-amzn-requestid"]?.toString();
    return { status: response.statusCode ?? 0, region, requestId, body: await text(response) };
  }

  /**
   * The data of server-sent events, until the server ends them. Signs of life come more often than the time limit.
   *
   * @throws RunningError when the edge refuses it
   */
  async *events<Data>(path: string, request: EdgeRequest = {}): AsyncGenerator<Data, void> {
    const response = await this.#open(path, request);
    if (response.statusCode !== 200) {
      throw new RunningError(`${path} returned ${response.statusCode}: ${await text(response)}`);
    }
    for await (const line of createInterface({ input: response })) {
      if (line.startsWith("data: ")) yield JSON.parse(line.slice("data: ".length)) as Data;
    }
  }

  #open(
    path: string,
    { method = "GET", headers, body }: EdgeRequest,
  ): Promise<http.IncomingMessage> {
    return new Promise((resolve, reject) => {
      const options = { method, agent: this.#agent, headers: headers ?? {} };
      const request = this.#ca
        ? https.request(`${this.#url}${path}`, { ...options, ca: this.#ca })
        : http.request(`${this.#url}${path}`, options);
      request.setTimeout(timeoutMs, () => request.destroy(noResponse));
      request.once("error", reject).once("response", resolve);
      request.end(body);
    });
  }

  async status(): Promise<EdgeStatus> {
    return JSON.parse((await this.send("/_palisade/status")).body) as EdgeStatus;
  }

  /**
   * Carries out an action on a region, as soon as the one under way has ended.
   *
   * @param action - such as `eu-west-1/stop`
   * @throws RunningError when the edge refuses it
   */
  async control(action: string): Promise<void> {
    for (;;) {
      const path = `/_palisade/regions/${action}`;
      const { status, body } = await this.send(path, { method: "POST" });
      if (status === 200) return;
      if (status !== 409) throw new RunningError(`POST ${path} returned ${status}: ${body}`);
      await delay(50);
    }
  }

  close(): void {
    this.#agent.destroy();
  }
}
