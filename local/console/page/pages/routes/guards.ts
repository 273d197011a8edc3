import type { RouteInfo } from "../../../../routes/routeInfo.ts";
import type { Tone } from "../../parts/badge.tsx";

interface Guard {
  readonly label: string;
  /** In short, for a list. */
  readonly text: string;
  readonly tone: Tone;
  readonly detail: string;
}

/** A route's guards in words, the most important first. */
export function guardsOf(route: RouteInfo): Guard[] {
  const { auth, apiKey, throttle, firewall, validates, cache, notServed } = route;
  const guards: Guard[] = [];
  const add = (label: string, text: string, tone: Tone, detail: string) =>
    guards.push({ label, text, tone, detail });
  if (notServed) add("Not served", "not served here", "bad", notServed);
  if (auth.kind === "none") add("Callers", "public", "warn", "everybody");
  else {
    const scopes = auth.scopes.join(" or ");
    const detail = `${callers[auth.kind]}${scopes && `, with the scope ${scopes}`}`;
    add("Callers", scopes ? `${auth.kind}: ${scopes}` : auth.kind, "ok", detail);
  }
  if (apiKey) add("API key", "API key", "info", "one of a usage plan");
  if (throttle) {
    const { ratePerSecond = "any number", burst = "any number" } = throttle;
    const detail = `${ratePerSecond} calls per second, bursts of ${burst}`;
    add("Throttle", `${ratePerSecond}/s`, "muted", detail);
  }
  if (firewall) add("Firewall", "WAF", "muted", `web ACL ${firewall}`);
  if (validates.length > 0) {
    const parts = validates.join(" and ");
    add("Validator", `checks ${parts}`, "info", `checks the ${parts} of requests`);
  }
  if (cache) {
    const detail = `${cache.ttlSeconds} s, by ${cache.keys.join(", ") || "path"}`;
    add("Cache", `cache ${cache.ttlSeconds} s`, "muted", detail);
  }
  return guards;
}

const callers = {
  "user pool": "users and machines of the user pool",
  function: "whom a function lets in",
  IAM: "signed requests of IAM roles",
} as const;

/** What the search looks in. */
export const searchTexts = (route: RouteInfo): (string | undefined)[] => [
  `${route.method} ${route.path}`,
  route.summary,
  route.api,
  ...guardsOf(route).map(({ text }) => text),
  route.integration.kind,
  route.integration.target,
  route.integration.service,
];
