import type { IncomingMessage, ServerResponse } from "node:http";
import { isUnambiguous } from "../client.ts";
import { normalizedPath } from "./behaviors/pathPattern.ts";
import { CachingFetcher } from "./cache/cachingFetcher.ts";
import type { Reply } from "./cache/reply.ts";
import { ResponseCache } from "./cache/responseCache.ts";
import { counterOf, type DistributionCounters, newCounters } from "./counters.ts";
import { applyRequestFunction } from "./functions/apply.ts";
import type { FunctionRunner } from "./functions/functionRunner.ts";
import type { Behavior, DistributionModel } from "./model.ts";
import { discard, generated } from "./origins/fetchOrigin.ts";
import type { OriginRequest, OriginResponse } from "./origins/origin.ts";
import { errorReasons } from "./viewer/errorPage.ts";
import { type CustomResponse, distributionFirewall, type Inspected } from "./viewer/firewall.ts";
import { refusal } from "./viewer/refusal.ts";
import { responseHeaders } from "./viewer/responseHeaders.ts";
import { readViewerRequest, type ViewerRequest } from "./viewer/viewerRequest.ts";
import { writeReply } from "./viewer/writeReply.ts";

export interface DistributionOptions {
  readonly model: DistributionModel;
  readonly fetch: (request: OriginRequest) => Promise<OriginResponse | undefined>;
  readonly functions: FunctionRunner | undefined;
  /** A clock in ms, which runs faster than time if TTLs are shortened. */
  readonly clock: () => number;
}

/** Serves requests as a CloudFront distribution does. */
export class Distribution {
  readonly counters: DistributionCounters = newCounters();
  readonly #options: DistributionOptions;
  readonly #cached: CachingFetcher;
  readonly #inspect: (viewer: ViewerRequest) => Promise<Inspected>;

  constructor(options: DistributionOptions) {
    const { model, fetch, clock } = options;
    const { firewall, errorResponses } = model;
    this.#options = options;
    this.#cached = new CachingFetcher({ fetch, cache: new ResponseCache(), errorResponses, clock });
    this.#inspect = firewall
      ? distributionFirewall(firewall)
      : (viewer) => Promise.resolve({ viewer });
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.counters.requests++;
    const viewer = readViewerRequest(request);
    const behavior = this.#behaviorOf(viewer.path);
    const reply = isUnambiguous(request)
      ? await this.#reply(viewer, behavior, response)
      : refused(generated(400, errorReasons.badRequest, viewer.id));
    if (reply === undefined) return;
    const shown = await this.#withErrorPage(reply, viewer);
    this.#send(viewer, behavior, shown, response);
  }

  /** @returns undefined when the viewer has disconnected */
  async #reply(
    sent: ViewerRequest,
    behavior: Behavior,
    client: ServerResponse,
  ): Promise<Reply | undefined> {
    const { functions, model } = this.#options;
    const inspected = await this.#inspect(sent);
    if ("blocked" in inspected) return blocked(inspected.blocked, sent.id);
    const { viewer } = inspected;
    const refusedFor = refusal(viewer, behavior);
    if (refusedFor) return refused(generated(refusedFor.status, refusedFor.reason, viewer.id));
    const outcome = await applyRequestFunction({ viewer, behavior, model, functions });
    if ("reply" in outcome) return outcome.reply;
    const { viewer: changed, target } = outcome;
    return this.#cached.fetch({ viewer: this.#withRoot(changed), behavior, target, client });
  }

  /** The first behavior whose pattern matches; the last one matches any path. */
  #behaviorOf(path: string): Behavior {
    const { behaviors } = this.#options.model;
    const normalized = normalizedPath(path);
    return behaviors.find(({ matches }) => matches(normalized)) ?? behaviors.at(-1)!;
  }

  /** The default root object stands for `/`, and for no other folder. */
  #withRoot(viewer: ViewerRequest): ViewerRequest {
    const { defaultRootObject } = this.#options.model;
    return viewer.path === "/" && defaultRootObject
      ? { ...viewer, path: `/${defaultRootObject}` }
      : viewer;
  }

  /**
   * Replaces an error by the distribution's page for its status. If that can't be read, the error stays. (CloudFront
   * Developer Guide, "Generate custom error responses")
   */
  async #withErrorPage(reply: Reply, viewer: ViewerRequest): Promise<Reply> {
    const { responsePagePath, responseCode } =
      this.#options.model.errorResponses.get(reply.status) ?? {};
    if (responsePagePath === undefined) return reply;
    const behavior = this.#behaviorOf(responsePagePath);
    const asked = {
      ...viewer,
      method: "GET",
      path: responsePagePath,
      query: "",
      body: undefined,
      // Conditions and ranges are about the object that was asked for.
      headers: { "accept-encoding": viewer.headers["accept-encoding"] },
      rawHeaders: [],
    };
    const page = await this.#cached.fetch({ viewer: asked, behavior, target: behavior.target });
    if (page === undefined) return reply;
    if (page.status !== 200) {
      discard(page);
      return reply;
    }
    discard(reply);
    const status = responseCode ?? reply.status;
    return { ...page, status, result: "Error", region: reply.region ?? page.region };
  }

  #send(viewer: ViewerRequest, behavior: Behavior, reply: Reply, response: ServerResponse): void {
    const { domainName } = this.#options.model;
    const { result, ageSeconds, region } = reply;
    this.counters[counterOf[result]]++;
    const context = { viewer, behavior, domainName, result, ageSeconds, region };
    writeReply(response, { ...reply, headers: responseHeaders(reply.headers, context) });
  }
}

/** @param response - of the web ACL, instead of CloudFront's */
function blocked(response: CustomResponse | undefined, id: string): Reply {
  return refused(
    response
      ? {
          ...response,
          headers: [...response.headers],
          body: Buffer.from(response.body),
          region: undefined,
          isGenerated: true,
        }
      : generated(403, errorReasons.blocked, id),
  );
}

const refused = ({ status, headers, body }: OriginResponse): Reply => ({
  status,
  headers,
  body,
  result: "Error",
  region: undefined,
});
