import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { hostOf } from "./client.ts";
import { isOwnUser } from "./ownUser.ts";
import { ActionError, type RegionActions, type RegionHandlers } from "./regionActions.ts";
import { respond, respondJson } from "./respond.ts";
import type { RegionTarget } from "./targets.ts";
import { type RegionUsage, selectUsage } from "./usage.ts";

/** Prefix of the edge's own paths. */
export const controlPrefix = "/_palisade/";

/** Actions on the platform that the edge offers. */
export interface ControlHandlers extends RegionHandlers {
  /** Sent mails, optionally only those to one address. */
  messages(to: string | undefined): Promise<unknown[]>;
  /** Usage of the API keys in each region's usage plans. */
  usage(): RegionUsage[];
}

interface ControlOptions {
  readonly handlers: ControlHandlers;
  readonly actions: RegionActions;
  /** The body of `GET status`. */
  readonly status: () => object;
  /** A region's part of it. */
  readonly describe: (target: RegionTarget) => object;
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
  readonly #options: ControlOptions;

  constructor(options: ControlOptions) {
    this.#options = options;
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
    const { handlers, status } = this.#options;
    if (path === "status") return only("GET", method, status);
    if (path === "messages") {
      return only("GET", method, async () => ({
        messages: await handlers.messages(query.get("to") ?? undefined),
      }));
    }
    if (path === "usage") {
      if (method !== "GET") return notAllowed("GET");
      return selectUsage(handlers.usage(), query.get("plan"), query.get("region"));
    }
    const [, action] = /^regions\/(.+)$/.exec(path) ?? [];
    if (action) return this.#change(action, method, query);
    return unknownPath;
  }

  async #change(action: string, method: string, query: URLSearchParams): Promise<ControlResponse> {
    const { actions, describe } = this.#options;
    const carryOut = actions.find(action);
    if (!carryOut) return unknownPath;
    if (method !== "POST") return notAllowed("POST");
    try {
      return { status: 200, body: describe(await carryOut(query)) };
    } catch (error) {
      if (!(error instanceof ActionError)) throw error;
      return { status: error.status, body: { message: error.message } };
    }
  }
}

const unknownPath: ControlResponse = {
  status: 404,
  body: {
    message:
      "Unknown path. Use GET status, GET messages?to=, GET usage?plan=, or POST regions/<region>/ with stop, " +
      "start, drain, undrain, slow?ms=, services/<service>/stop, services/<service>/start, schedules/<schedule>/run, " +
      "identity/stop or identity/start.",
  },
};

/**
 * Whether a request comes from a tool or page of this machine. Browsers send the origin of pages of other
 * sites, and a host name that resolves to this machine (DNS rebinding) is still in the Host header.
 */
function isFromHere(request: IncomingMessage): boolean {
  const host = hostOf(request);
  const name = host.replace(/:\d+$/, "");
  const { origin } = request.headers;
  const scheme = "encrypted" in request.socket ? "https" : "http";
  return loopbackNames.has(name) && (origin === undefined || origin === `${scheme}://${host}`);
}

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
