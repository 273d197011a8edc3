import { errorPage, errorReasons } from "../viewer/errorPage.ts";
import type { BucketOrigin, CustomOrigin } from "../model.ts";
import type { FetchOrigin, OriginFailure, OriginRequest, OriginResponse } from "./origin.ts";

/** Methods for which an origin group fails over. */
const failoverMethods = new Set(["GET", "HEAD", "OPTIONS"]);

interface Fetchers {
  readonly custom: FetchOrigin<CustomOrigin>;
  readonly bucket: FetchOrigin<BucketOrigin>;
}

/**
 * Sends requests to the origins of a behavior: to the first, and to the next after a failure or one of the group's
 * statuses. (CloudFront Developer Guide, "Optimize high availability with CloudFront origin failover")
 */
export function originFetcher({ custom, bucket }: Fetchers) {
  /** @returns undefined when the viewer has disconnected */
  return async (request: OriginRequest): Promise<OriginResponse | undefined> => {
    const { viewer, target } = request;
    const { origins, failoverStatuses } = target;
    const candidates = failoverMethods.has(viewer.method) ? origins : origins.slice(0, 1);
    let result: OriginResponse | OriginFailure = "unreachable";
    for (const [index, origin] of candidates.entries()) {
      result =
        origin.kind === "custom" ? await custom(origin, request) : await bucket(origin, request);
      if (result === "abandoned") return undefined;
      if (index === candidates.length - 1) break;
      if (typeof result !== "string") {
        if (!failoverStatuses.has(result.status)) break;
        discard(result);
      }
    }
    return typeof result === "string" ? failed(result, viewer.id) : result;
  };
}

/** Ends a response that nobody reads. */
export function discard({ body }: Pick<OriginResponse, "body">): void {
  if (!Buffer.isBuffer(body)) body.on("error", () => undefined).destroy();
}

function failed(failure: OriginFailure, id: string): OriginResponse {
  return failure === "timeout"
    ? generated(504, errorReasons.originTimeout, id)
    : generated(502, errorReasons.noOrigin, id);
}

/** An error that CloudFront generates itself. */
export function generated(status: number, reason: string, id: string): OriginResponse {
  const body = Buffer.from(errorPage(status, reason, id));
  const headers = ["Server", "CloudFront", "Content-Type", "text/html; charset=utf-8"];
  return {
    status,
    headers: [...headers, "Content-Length", String(body.length)],
    body,
    region: undefined,
    isGenerated: true,
  };
}
