import type { CorsPolicy, PolicyHeader, ResponseHeadersPolicy } from "../model.ts";
import type { ViewerRequest } from "./viewerRequest.ts";

/**
 * Applies a response headers policy: removes headers, then sets CORS headers, security headers and custom ones.
 * (CloudFront Developer Guide, "Understand response headers policies")
 *
 * @param headers - alternating names and values
 */
export function applyPolicy(
  headers: readonly string[],
  { set, remove, cors }: ResponseHeadersPolicy,
  viewer: ViewerRequest,
): string[] {
  const left = without(headers, remove);
  const added = cors ? corsHeaders(cors, viewer) : [];
  const sent = namesOf(left);
  const keepsOrigins = cors?.originOverride === false && corsNames.some((name) => sent.has(name));
  const withCors =
    added.length > 0 && !keepsOrigins
      ? [...without(left, new Set(corsNames)), ...added.flatMap(({ name, value }) => [name, value])]
      : left;

  const fromPolicy = set.filter(({ name, override }) => override || !sent.has(name.toLowerCase()));
  const names = new Set(fromPolicy.map(({ name }) => name.toLowerCase()));
  return [...without(withCors, names), ...fromPolicy.flatMap(({ name, value }) => [name, value])];
}

const corsNames = [
  "access-control-allow-credentials",
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-allow-origin",
  "access-control-expose-headers",
  "access-control-max-age",
];

/** The CORS headers for a request of a page; none for other requests, or for a page of another origin. */
function corsHeaders(cors: CorsPolicy, { method, headers }: ViewerRequest): PolicyHeader[] {
  const { origin } = headers;
  if (origin === undefined) return [];
  const allowed = allowedOrigin(cors, origin);
  if (allowed === undefined) return [];
  const isPreflight =
    method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
  const maxAge = cors.maxAgeSeconds === undefined ? [] : [String(cors.maxAgeSeconds)];
  const entries: [string, readonly string[]][] = [
    ["Access-Control-Allow-Origin", [allowed]],
    ["Access-Control-Allow-Credentials", cors.allowCredentials ? ["true"] : []],
    ["Access-Control-Allow-Methods", isPreflight ? methodsOf(cors) : []],
    ["Access-Control-Allow-Headers", isPreflight ? cors.allowHeaders : []],
    ["Access-Control-Max-Age", isPreflight ? maxAge : []],
    ["Access-Control-Expose-Headers", isPreflight ? [] : cors.exposeHeaders],
    ["Vary", allowed === "*" ? [] : ["Origin"]],
  ];
  return entries
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => ({ name, value: values.join(", "), override: true }));
}

const allMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

const methodsOf = ({ allowMethods }: CorsPolicy) =>
  allowMethods.includes("ALL") ? allMethods : allowMethods;

/** An allowed origin may have one `*`, such as `https://*.example.com`, and may leave out the scheme. */
function allowedOrigin({ allowOrigins }: CorsPolicy, origin: string): string | undefined {
  if (allowOrigins.includes("*")) return "*";
  const isAllowed = allowOrigins.some((pattern) => {
    const subject = pattern.includes("://") ? origin : origin.replace(/^\w+:\/\//, "");
    const [start = "", end] = pattern.split("*");
    if (end === undefined) return subject === pattern;
    const isLonger = subject.length > start.length + end.length;
    return isLonger && subject.startsWith(start) && subject.endsWith(end);
  });
  return isAllowed ? origin : undefined;
}

function without(headers: readonly string[], names: ReadonlySet<string>): string[] {
  if (names.size === 0) return [...headers];
  const kept: string[] = [];
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index]!;
    if (!names.has(name.toLowerCase())) kept.push(name, headers[index + 1]!);
  }
  return kept;
}

function namesOf(headers: readonly string[]): Set<string> {
  return new Set(headers.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()));
}
