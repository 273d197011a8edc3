import { isFault } from "../../sendToRegion.ts";
import { endToEnd } from "../../headers.ts";
import type { Destination, Router } from "../../router.ts";
import { sendToRegion } from "../../sendToRegion.ts";
import type { CustomOrigin } from "../model.ts";
import type { ViewerRequest } from "../viewer/viewerRequest.ts";
import { hostOf, originHeaders } from "./originHeaders.ts";
import type { FetchOrigin, OriginFailure, OriginRequest, OriginResponse } from "./origin.ts";
import { selectedQuery } from "../cache/viewerValues.ts";

/** Methods that are safe to send twice. CloudFront repeats lost requests with these. */
const repeatable = new Set(["GET", "HEAD"]);

/**
 * Sends requests to servers by their names, which lead to the regions' APIs.
 *
 * @param domainName - the distribution's own
 */
export function customOriginFetcher(router: Router, domainName: string): FetchOrigin<CustomOrigin> {
  return async (origin, request) => {
    const { viewer, behavior, stale } = request;
    const path = `${origin.path}${viewer.path}`;
    const query = selectedQuery(viewer.query, behavior.forwarded.queryStrings);
    const target = query === "" ? path : `${path}?${query}`;
    const headers = originHeaders(viewer, behavior, origin, domainName, stale);

    // The server decides by the host that it is asked for, whichever name led to it.
    const host = hostOf(viewer, behavior.forwarded, origin);
    if (host !== origin.domainName && !router.owns(host)) return forbidden;
    let failure: OriginFailure = "unreachable";
    if (!router.owns(origin.domainName)) return failure;
    for (const destination of router.route({
      host: origin.domainName,
      clientRegion: viewer.region,
    })) {
      if (destination.region.state !== "running") continue;
      const outcome = await attempt(destination, { origin, request, target, headers });
      if (typeof outcome !== "string") return outcome;
      if (outcome === "abandoned") return outcome;
      destination.region.errors++;
      if (outcome === "unreachable") continue;
      failure = outcome === "timeout" ? "timeout" : "unreachable";
      if (!isRepeatable(viewer)) return failure;
    }
    return failure;
  };
}

/** Whether a request is safe to repeat. With `X-HTTP-Method-Override`, a GET may be a POST. */
const isRepeatable = ({ method, headers, body }: ViewerRequest): boolean =>
  repeatable.has(method) && headers["x-http-method-override"] === undefined && body === undefined;

interface Attempt {
  readonly origin: CustomOrigin;
  readonly request: OriginRequest;
  readonly target: string;
  readonly headers: string[];
}

async function attempt(
  { region, locate }: Destination,
  { origin, request, target, headers }: Attempt,
): Promise<OriginResponse | "unreachable" | "lost" | "timeout" | "abandoned"> {
  const location = locate(target);
  if (location === undefined) return forbidden;
  region.requests++;
  const { method, body } = request.viewer;
  const outgoing = { method, headers, body, timeoutMs: origin.readTimeoutMs };
  const result = await sendToRegion(region, { ...outgoing, ...location }, request.client);
  if (typeof result === "string") return result;
  if (isFault(result)) region.errors++;
  return {
    status: result.statusCode ?? 502,
    headers: endToEnd(result.rawHeaders),
    body: result,
    region: region.name,
    isGenerated: false,
  };
}

/** API Gateway's response for a host name that is no custom domain of the region. */
const forbidden: OriginResponse = {
  status: 403,
  headers: ["Content-Type", "application/json", "x-amzn-ErrorType", "ForbiddenException"],
  body: Buffer.from('{"message":"Forbidden"}'),
  region: undefined,
  isGenerated: false,
};
