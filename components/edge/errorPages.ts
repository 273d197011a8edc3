import type * as aws from "@pulumi/aws";
import type { OptionFault } from "../shared/errors.ts";
import { type OptionRules, text } from "../shared/options.ts";
import type { Site } from "./site/readSite.ts";

/**
 * Pages of the site for failures of the API or of its regions, by status, such as
 * `{ 503: "/errors/busy.html" }`. The status stays.
 *
 * CloudFront replaces responses of the whole distribution, not of a path. So a page for 404 would also
 * replace the API's 404 and its JSON: only failures that say nothing that a program could use have pages.
 */
export type ErrorPages = { readonly [Status in 500 | 502 | 503 | 504]?: string };

const page = text(/^\/.+/, 'a file of the site, such as "/errors/busy.html"');

export const errorPageRules: OptionRules<ErrorPages> = {
  500: page,
  502: page,
  503: page,
  504: page,
};

/** @param site - `undefined` without one */
export function errorPageFaults(pages: ErrorPages, site: Site | undefined): OptionFault[] {
  const paths = (site?.files ?? []).map(({ path }) => `/${path}`);
  return Object.entries(pages).flatMap(([status, given]) =>
    paths.includes(given)
      ? []
      : [
          {
            argument: `edge.errorPages.${status}`,
            given,
            allowed: site ? "a file of edge.site" : "nothing without edge.site",
          },
        ],
  );
}

/**
 * Statuses that CloudFront keeps for ten seconds by itself, whatever the cache policy says. With a key
 * that lacks the caller, as without a cache, one user's 404 would be everybody's.
 * Source: CloudFront Developer Guide, "HTTP 4xx and 5xx status codes that CloudFront caches".
 */
const keptStatuses = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];

/** Turns the cache of errors off, and adds the pages. */
export const errorResponses = (
  pages: ErrorPages,
): aws.types.input.cloudfront.DistributionCustomErrorResponse[] =>
  keptStatuses.map((errorCode) => {
    const responsePagePath = (pages as Readonly<Record<number, string>>)[errorCode];
    return {
      errorCode,
      errorCachingMinTtl: 0,
      ...(responsePagePath && { responsePagePath, responseCode: errorCode }),
    };
  });
