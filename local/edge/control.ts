import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isOwnUser } from "./ownUser.ts";
import type { RegionTarget } from "./regions.ts";
import { respond, respondJson } from "./respond.ts";
import { type RegionUsage, selectUsage } from "./usage.ts";

/** Prefix of the edge's own paths. */
export const controlPrefix = "/_palisade/";

/** Actions on the platform that the edge offers. */
export interface ControlHandlers {
  /** Stops a region, like an outage. */
  stop(region: string): Promise<void>;
  /** Starts a stopped region again. */
  start(region: string): Promise<void>;
  /** Sent mails, optionally only those to one address. */
  messages(to: string | undefined): Promise<unknown[]>;
  /** Usage of the API keys in each region's usage plans. */
  usage(): RegionUsage[];
}

export interface EdgeCounters {
  requests: number;
  failovers: number;
}

interface ControlResponse {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

const loopbackNames = new Set(["127.0.0.1", "localhost", "[::1]"]);

const assets: ReadonlyMap<string, { file: string; type: string }> = new Map([
  ["", { file: "console.html", type: "text/html; charset=utf-8" }],
  ["console.css", { file: "console.css", type: "text/css; charset=utf-8" }],
  ["console.js", { file: "console.js", type: "text/javascript; charset=utf-8" }],
]);

/** Serves the paths under `/_palisade/`. */
export class Control {
  readonly #targets: RegionTarget[];
  readonly #handlers: ControlHandlers;
  readonly #counters: EdgeCounters;

  constructor(targets: RegionTarget[], handlers: ControlHandlers, counters: EdgeCounters) {
    this.#targets = targets;
    this.#handlers = handlers;
    this.#counters = counters;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isFromHere(request)) {
      return send(response, {
        status: 403,
        body: { message: "Only tools on this machine and the console may use this path." },
      });
    }
    // Mails contain sign-in codes.
    if (!(await isOwnUser(request.socket))) {
      const message = "Only root and the user who started the platform may use this path.";
      return send(response, { status: 403, body: { message } });
    }
    const { pathname, searchParams } = new URL(request.url ?? "", "http://edge");
    const path = pathname.slice(controlPrefix.length);
    const asset = assets.get(path);
    if (asset) return sendAsset(response, asset);
    send(response, await this.#respond(request.method ?? "", path, searchParams));
  }

  async #respond(method: string, path: string, query: URLSearchParams): Promise<ControlResponse> {
    if (path === "status") return only("GET", method, () => this.#status());
    if (path === "messages") {
      return only("GET", method, async () => ({
        messages: await this.#handlers.messages(query.get("to") ?? undefined),
      }));
    }
    if (path === "usage") {
      if (method !== "GET") return notAllowed("GET");
      return selectUsage(this.#handlers.usage(), query.get("plan"), query.get("region"));
    }
    const [, region = "", action] = /^regions\/([^/]+)\/(stop|start)$/.exec(path) ?? [];
    if (action === "stop" || action === "start") {
      return method === "POST" ? this.#change(region, action) : notAllowed("POST");
    }
    return {
      status: 404,
      body: {
        message:
          "Unknown path. Use GET status, GET messages?to=, GET usage?plan=, POST regions/<region>/stop or " +
          "POST regions/<region>/start.",
      },
    };
  }

  #status(): object {
    const regions = this.#targets.map((target) => [target.name, describe(target)]);
    return { edge: this.#counters, regions: Object.fromEntries(regions) };
  }

  async #change(name: string, action: "stop" | "start"): Promise<ControlResponse> {
    const target = this.#targets.find((candidate) => candidate.name === name);
    if (!target) {
      const known = this.#targets.map((candidate) => candidate.name).join(", ");
      return {
        status: 404,
        body: { message: `Unknown region "${name}". Use one of: ${known}.` },
      };
    }
    if (target.state === "stopping" || target.state === "starting") {
      return { status: 409, body: { message: `${name} is ${target.state}; try again.` } };
    }
    if (action === "stop" && target.state === "running") await this.#stop(target);
    if (action === "start" && target.state === "stopped") await this.#start(target);
    return { status: 200, body: describe(target) };
  }

  async #stop(target: RegionTarget): Promise<void> {
    target.state = "stopping";
    target.healthy = false;
    await this.#handlers.stop(target.name);
    target.state = "stopped";
  }

  async #start(target: RegionTarget): Promise<void> {
    target.state = "starting";
    try {
      await this.#handlers.start(target.name);
    } catch (error) {
      target.state = "stopped";
      throw error;
    }
    target.state = "running";
    target.healthy = true;
  }
}

/**
 * Whether a request comes from a tool or page of this machine. Browsers send the origin of pages of other
 * sites, and a host name that resolves to this machine (DNS rebinding) is still in the Host header.
 */
function isFromHere({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? "";
  const name = host.replace(/:\d+$/, "");
  const { origin } = headers;
  return loopbackNames.has(name) && (origin === undefined || origin === `http://${host}`);
}

const describe = ({ api, state, healthy, requests, errors }: RegionTarget) => ({
  api: api.href,
  state,
  healthy,
  requests,
  errors,
});

async function only(
  allowed: string,
  method: string,
  body: () => object | Promise<object>,
): Promise<ControlResponse> {
  return method === allowed ? { status: 200, body: await body() } : notAllowed(allowed);
}

const notAllowed = (allowed: string): ControlResponse => ({
  status: 405,
  body: { message: `Use ${allowed}.` },
  headers: { allow: allowed },
});

function send(response: ServerResponse, { status, body, headers }: ControlResponse): void {
  respondJson(response, status, body, headers);
}

async function sendAsset(
  response: ServerResponse,
  { file, type }: { file: string; type: string },
): Promise<void> {
  const content = await readFile(new URL(file, import.meta.url));
  const headers = {
    "content-type": type,
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
  };
  respond(response, 200, headers, content);
}
