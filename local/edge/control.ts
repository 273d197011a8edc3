import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isOwnUser } from "./ownUser.ts";
import type { RegionTarget } from "./regions.ts";
import { respond, respondJson } from "./respond.ts";
import { type RegionUsage, selectUsage } from "./usage.ts";

/** Paths below this one are the edge's own. */
export const controlPrefix = "/_palisade/";

/** What the edge lets people do with the platform. */
export interface ControlHandlers {
  /** Takes a region down, as an outage does. */
  stop(region: string): Promise<void>;
  /** Takes a stopped region up again. */
  start(region: string): Promise<void>;
  /** Mails that were sent, to one address or to all. */
  messages(to: string | undefined): Promise<unknown[]>;
  /** What the keys of each region's usage plans have used. */
  usage(): RegionUsage[];
}

export interface EdgeCounters {
  requests: number;
  failovers: number;
}

interface Answer {
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

/** Answers the paths under `/_palisade/`. */
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
        body: { message: "Only for tools of this machine and the console's own pages." },
      });
    }
    // Mails have codes that sign people in.
    if (!(await isOwnUser(request.socket))) {
      const message = "Only the user who started the platform, and root.";
      return send(response, { status: 403, body: { message } });
    }
    const { pathname, searchParams } = new URL(request.url ?? "", "http://edge");
    const path = pathname.slice(controlPrefix.length);
    const asset = assets.get(path);
    if (asset) return sendAsset(response, asset);
    send(response, await this.#answer(request.method ?? "", path, searchParams));
  }

  async #answer(method: string, path: string, query: URLSearchParams): Promise<Answer> {
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
          "There are GET status, GET messages?to=, GET usage?plan=, POST regions/<region>/stop and " +
          "POST regions/<region>/start.",
      },
    };
  }

  #status(): object {
    const regions = this.#targets.map((target) => [target.name, describe(target)]);
    return { edge: this.#counters, regions: Object.fromEntries(regions) };
  }

  async #change(name: string, action: "stop" | "start"): Promise<Answer> {
    const target = this.#targets.find((candidate) => candidate.name === name);
    if (!target) {
      const known = this.#targets.map((candidate) => candidate.name).join(", ");
      return {
        status: 404,
        body: { message: `There is no region "${name}"; there are ${known}.` },
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
 * Whether a request was made by a tool or page of this machine. A page elsewhere can have a browser
 * send requests here, but not without its origin; and a name that was made to point here (DNS
 * rebinding) still stands in the host.
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
): Promise<Answer> {
  return method === allowed ? { status: 200, body: await body() } : notAllowed(allowed);
}

const notAllowed = (allowed: string): Answer => ({
  status: 405,
  body: { message: `Use ${allowed}.` },
  headers: { allow: allowed },
});

function send(response: ServerResponse, { status, body, headers }: Answer): void {
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
