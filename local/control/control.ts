import type { IncomingMessage, ServerResponse } from "node:http";
import { respond, respondJson } from "../edge/respond.ts";
import { ControlError } from "./controlError.ts";
import { ControlRequest } from "./controlRequest.ts";
import type { Endpoint } from "./endpoint.ts";
import { EventStream } from "./eventStream.ts";
import { type Audience, isForLoopback, refusalOf } from "./guard.ts";
import { RawResponse } from "./rawResponse.ts";
import { EndpointTable } from "./table.ts";

/** Prefix of the platform's own paths. */
export const controlPrefix = "/_palisade/";

/** A response is never kept, taken for something else, or opened by a page that could read it. */
const headers = {
  "cache-control": "no-store",
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

/** The JSON API under `/_palisade/`, served by the edge to tools and by the console's server to its page. */
export class Control {
  readonly #table = new EndpointTable();
  readonly #streams = new Set<() => void>();
  #consoleUrl: string | undefined;

  constructor() {
    const list = () => ({ endpoints: this.#table.list() });
    this.add([{ method: "GET", path: "endpoints", handle: list }]);
  }

  /** Adds endpoints, also while it serves. */
  add(endpoints: readonly Endpoint[]): void {
    this.#table.add(endpoints);
  }

  /** Leads those who open the prefix in a browser to the console. */
  leadTo(consoleUrl: string): void {
    this.#consoleUrl = consoleUrl;
  }

  /** Responds to a request whose path begins with the prefix. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    audience: Audience,
  ): Promise<void> {
    if (this.#isForConsole(request)) {
      return respond(response, 302, { ...headers, location: this.#consoleUrl! });
    }
    const refusal = await refusalOf(request, audience);
    if (refusal !== undefined) return refuse(response, 403, refusal);
    try {
      await this.#respond(request, response);
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      refuse(response, error.status, error.message);
    }
  }

  /** Ends all event streams, which would otherwise never end. */
  close(): void {
    for (const end of this.#streams) end();
  }

  /** The redirect reveals a port only, so pages may link to it. */
  #isForConsole(request: IncomingMessage): boolean {
    const { method, url } = request;
    return (
      this.#consoleUrl !== undefined &&
      url === controlPrefix &&
      method === "GET" &&
      isForLoopback(request)
    );
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://edge");
    const found = this.#table.find(request.method ?? "", pathname.slice(controlPrefix.length));
    if (!found) {
      const topics = this.#table.topics().join(", ");
      const message = `Unknown path. Use one that begins with ${topics}; GET endpoints lists all.`;
      return refuse(response, 404, message);
    }
    if ("allowed" in found) {
      const allow = found.allowed.join(", ");
      return respondJson(response, 405, { message: `Use ${allow}.` }, { ...headers, allow });
    }
    const { endpoint, params } = found;
    const body = await endpoint.handle(new ControlRequest(request, params, searchParams));
    if (body instanceof RawResponse) return body.send(response);
    if (!(body instanceof EventStream)) return respondJson(response, 200, body, headers);
    const end = body.serve(response);
    this.#streams.add(end);
    response.once("close", () => this.#streams.delete(end));
  }
}

const refuse = (response: ServerResponse, status: number, message: string): void =>
  respondJson(response, status, { message }, headers);
