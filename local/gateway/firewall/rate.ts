import { isIP } from "node:net";
import type { Properties } from "../../graph/resource.ts";
import { forwardedAddresses } from "./addresses.ts";
import { every } from "./combinations.ts";
import { queryArguments } from "./fields.ts";
import { list, one } from "./properties.ts";
import type { RateCounter } from "./rateCounter.ts";
import type { InspectedRequest, Matches } from "./request.ts";
import { compileTransformations } from "./transformations.ts";
import { UnservedStatementError } from "./unserved.ts";

/** Reads a part of the key that requests are counted by; undefined for a request that is not counted. */
type ReadKey = (request: InspectedRequest, labels: ReadonlySet<string>) => string | undefined;

/** The counter of a rule, which outlives a change of other rules. */
export type CounterOf = (settings: Properties, windowSeconds: number) => RateCounter;

/**
 * Counts the requests of each key exactly; AWS estimates them and may take minutes. A request that lacks a
 * part of the key is not counted. (AWS WAF Developer Guide, "Aggregating rate-based rules in AWS WAF")
 *
 * @param inScope - whether a request counts
 */
export function compileRate(
  settings: Properties,
  counterOf: CounterOf,
  inScope: Matches | undefined,
): Matches {
  const { limit, evaluationWindowSec } = settings;
  const readKey = compileKey(settings);
  const counter = counterOf(settings, Number(evaluationWindowSec ?? 300));
  const exceeds: Matches = (request, labels) => {
    const key = readKey(request, labels);
    return key !== undefined && counter.count(key) > Number(limit);
  };
  return inScope === undefined ? exceeds : every([inScope, exceeds]);
}

function compileKey(settings: Properties): ReadKey {
  const { aggregateKeyType = "IP", forwardedIpConfig, customKeys } = settings;
  if (aggregateKeyType === "IP") return (request) => request.clientIp;
  if (aggregateKeyType === "CONSTANT") return () => "";
  const forwarded = forwardedKey((one(forwardedIpConfig) ?? {}) as Properties);
  if (aggregateKeyType === "FORWARDED_IP") return forwarded;
  if (aggregateKeyType !== "CUSTOM_KEYS") {
    throw new UnservedStatementError(`rates by ${String(aggregateKeyType)}`);
  }
  const parts = list(customKeys).map((key) => compilePart(key, forwarded));
  if (parts.length === 0) throw new UnservedStatementError("rates without keys");
  return (request, labels) => {
    const values = parts.map((read) => read(request, labels));
    return values.includes(undefined) ? undefined : JSON.stringify(values);
  };
}

const forwardedKey =
  (config: Properties): ReadKey =>
  (request) => {
    const found = forwardedAddresses(config, request);
    // The fallback counts all requests without a valid address together.
    if (found === true) return "";
    return found ? found.find((address) => isIP(address) !== 0) : undefined;
  };

function compilePart(key: Properties, forwarded: ReadKey): ReadKey {
  const [kind = "none", given] = Object.entries(key).find(([, value]) => value != null) ?? [];
  const settings = (one(given) ?? {}) as Properties;
  const { name, namespace, textTransformations, fallbackBehavior } = settings;
  const transform = compileTransformations(textTransformations);
  const transformed = (text: string | undefined) =>
    text === undefined ? undefined : transform(text);
  const wanted = String(name).toLowerCase();
  switch (kind) {
    case "cookie":
      return (request) => transformed(cookie(request, String(name)));
    case "forwardedIp":
      return forwarded;
    case "header":
      return (request) => transformed(request.header(wanted));
    case "httpMethod":
      return ({ method }) => method;
    case "ip":
      return ({ clientIp }) => clientIp;
    case "labelNamespace":
      return (_, labels) => {
        const own = [...labels].filter((label) => label.includes(String(namespace)));
        return own.length === 0 ? undefined : own.toSorted().join();
      };
    case "queryArgument":
      return ({ query }) =>
        transformed(queryArguments(query).find(([each]) => each.toLowerCase() === wanted)?.[1]);
    case "queryString":
      return ({ query }) => (query === "" ? undefined : transform(query));
    case "uriPath":
      return ({ uriPath }) => transform(uriPath);
    case "ja3Fingerprint":
    case "ja4Fingerprint":
      return () => (fallbackBehavior === "MATCH" ? "" : undefined);
    default:
      throw new UnservedStatementError(`rates by ${kind}`);
  }
}

function cookie(request: InspectedRequest, name: string): string | undefined {
  for (const pair of (request.header("cookie") ?? "").split(";")) {
    const equals = pair.indexOf("=");
    if (equals !== -1 && pair.slice(0, equals).trim() === name)
      return pair.slice(equals + 1).trim();
  }
  return undefined;
}
