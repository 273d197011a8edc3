import { falseOr, mapOf, text } from "../shared/options.ts";

/**
 * Headers with verified claims of the caller's token: by the header's name a claim, such as
 * `{ "x-user-plan": "custom:plan" }`, or `false` to leave one of the usual headers out
 * (services/README.md). Services get them percent-encoded (`decodeURIComponent`). The proxy function drops
 * every header of a client that a server could read as one of them.
 */
export type ClaimHeaders = Readonly<Record<string, string | false>>;

export const claimHeadersRule = mapOf(
  falseOr(text(/^[!-~]+$/, "the name of a claim, such as custom:plan, or false")),
  text(
    /^x-(?!forwarded-|real-ip$|correlation-id$|edge-secret$|user-assertion$|amzn?-|https?-|method-|original-|rewrite-)[a-z0-9]+(-[a-z0-9]+)*$/,
    "names in lower case that begin with x-, such as x-user-plan, other than those that servers or the platform use",
  ),
);
