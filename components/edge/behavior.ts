import type { OptionFault } from "../shared/errors.ts";
import {
  check,
  join,
  type JointCheck,
  listOf,
  mapOf,
  oneOf,
  type OptionRules,
  options,
  required,
  type Rule,
  text,
  whole,
} from "../shared/options.ts";
import { covers } from "./pathPattern.ts";

/** How long CloudFront keeps a response. `Cache-Control` of the response counts within the limits. */
export interface BehaviorTtl {
  /** Seconds for a response without `Cache-Control`, 0 to 31,536,000. */
  readonly defaultSeconds: number;
  /**
   * Least number of seconds. Above 0, CloudFront also keeps responses that say `no-store` or `private`.
   * @default 0
   */
  readonly minSeconds?: number;
  /** Largest number of seconds, 1 to 31,536,000. @default `defaultSeconds`, at least 1 */
  readonly maxSeconds?: number;
}

/** Parts of a request that responses depend on, besides its path. All of them reach the API. */
interface BehaviorKey {
  /** At most 10 headers. @default none */
  readonly headers?: readonly string[];
  /** Query parameters, at most 10 if they are listed. @default "all" */
  readonly queries?: "all" | "none" | readonly string[];
  /**
   * At most 10 cookies. Without any, CloudFront removes `Set-Cookie` from responses. With some it keeps
   * that header as a part of the response, also for callers that have no cookie yet: a response that sets
   * a cookie of one caller must say `Cache-Control: no-store`.
   * @default none
   */
  readonly cookies?: readonly string[];
}

/** What CloudFront does with the requests whose path matches a pattern. */
export interface BehaviorDefinition {
  /** Keeps responses to GET and HEAD. Errors are never kept. @default every request reaches the API */
  readonly ttl?: BehaviorTtl;
  /** With `ttl`: requests with the same key get the same response. @default path and query */
  readonly key?: BehaviorKey;
  /**
   * With `ttl`: more request headers that reach the API, at most 10, such as `X-Correlation-Id`. Others
   * are dropped, because a response that depends on them would reach other callers too.
   * @default none; `Content-Type` if a route of the path has a body
   */
  readonly forwardHeaders?: readonly string[];
  /** "read" allows GET, HEAD and OPTIONS; other methods get 403. @default "all" */
  readonly methods?: "all" | "read";
}

/** Behaviors by path pattern; the first pattern that matches a path decides. */
export type BehaviorDefinitions = Readonly<Record<string, BehaviorDefinition>>;

/** Source: CloudFront API Reference, "CachePolicyConfig". */
const maxSeconds = 31_536_000;

/** Source: CloudFront Developer Guide, "Quotas" (cache policies and origin request policies). */
const maxNames = 10;

/**
 * Headers with a meaning of their own: API Gateway knows the host of its own domain only, cookies are
 * a key of their own, and CloudFront sets the encodings.
 */
const ownHeaders = /^(host|cookie|accept-encoding|x-edge-secret)$/i;

/**
 * Headers that may reach the API only as a part of the key, or never: CloudFront refuses `Authorization`
 * in an origin request policy, and API Gateway takes another method from an override, whose response
 * would then be kept as the one of GET.
 */
const keyOnlyHeaders = /^(authorization|x-http-method-override|x-method-override)$/i;

export const headerName = (excluded: RegExp, fix: string): Rule =>
  check(
    (value) =>
      typeof value === "string" && /^[\w!#$%&'*+.^`|~-]+$/.test(value) && !excluded.test(value),
    "the name of a header",
    fix,
  );

const names = (name: Rule, what: string): Rule =>
  listOf(name, {
    most: maxNames,
    distinct: true,
    allowed: `a list of at most 10 different ${what}`,
  });

const ttlFaults: JointCheck<BehaviorTtl> = (ttl) => {
  const { minSeconds: least, maxSeconds: most } = limitsOf(ttl);
  return least <= ttl.defaultSeconds && ttl.defaultSeconds <= most
    ? []
    : [
        {
          argument: "defaultSeconds",
          given: ttl.defaultSeconds,
          allowed: `a number from minSeconds, ${least}, to maxSeconds, ${most}`,
        },
      ];
};

/** The least and largest time of a behavior. */
export const limitsOf = (ttl: BehaviorTtl) => ({
  minSeconds: ttl.minSeconds ?? 0,
  maxSeconds: ttl.maxSeconds ?? Math.max(ttl.defaultSeconds, 1),
});

const listedQueries = names(text(/^[^\s&=#]{1,128}$/, "the name of a query parameter"), "names");

const keyRule = options<BehaviorKey>({
  headers: names(
    headerName(ownHeaders, "CloudFront sets it, or has another option for it."),
    "headers",
  ),
  queries: (given, path) =>
    given === "all" || given === "none" || (Array.isArray(given) && given.length > 0)
      ? Array.isArray(given)
        ? listedQueries(given, path)
        : []
      : [{ argument: path, given, allowed: '"all", "none" or a list of names, at least one' }],
  cookies: names(text(/^[\w!#$%&'*+.^`|~-]+$/, "the name of a cookie"), "cookies"),
});

const behaviorRules: OptionRules<BehaviorDefinition> = {
  ttl: options<BehaviorTtl>(
    {
      defaultSeconds: required(whole(0, maxSeconds)),
      minSeconds: whole(0, maxSeconds),
      maxSeconds: whole(1, maxSeconds),
    },
    ttlFaults,
  ),
  key: keyRule,
  forwardHeaders: names(
    headerName(
      new RegExp(`${ownHeaders.source}|${keyOnlyHeaders.source}`, "i"),
      "Put Authorization into key.headers; the others can't be forwarded.",
    ),
    "headers",
  ),
  methods: oneOf(["all", "read"]),
};

/** Options that only say something about kept responses. */
const behaviorFaults: JointCheck<BehaviorDefinition> = (behavior) =>
  behavior.ttl
    ? []
    : (["key", "forwardHeaders"] as const).flatMap((argument): OptionFault[] =>
        behavior[argument] === undefined
          ? []
          : [
              {
                argument,
                given: behavior[argument],
                allowed: "nothing without ttl",
                fix: "Add ttl, or remove it: without a cache, everything reaches the API.",
              },
            ],
      );

/** Source: CloudFront Developer Guide, "Cache behavior settings" (Path pattern). */
export const pathPatternRule = text(
  /^\/[\w\-.*$/~"'@:+&?]{0,254}$/,
  'a path pattern from "/", such as "/catalog*", of letters, digits and _-.*$/~"\'@:+&?',
);

const eachBehavior = mapOf(
  options<BehaviorDefinition>(behaviorRules, behaviorFaults),
  pathPatternRule,
);

/** Each behavior by itself, and those that an earlier one leaves nothing to do. */
export const behaviorsRule: Rule = (given, path) => {
  const faults = eachBehavior(given, path);
  if (faults.length > 0) return faults;
  const patterns = Object.keys(given as BehaviorDefinitions);
  return patterns.flatMap((pattern, index) => {
    const hiding = patterns.slice(0, index).find((earlier) => covers(earlier, pattern));
    return hiding === undefined
      ? []
      : [
          {
            argument: join(path, pattern),
            given: pattern,
            allowed: "a pattern that some path reaches",
            fix: `"${hiding}" comes first and matches all of its paths: list it after "${pattern}".`,
          },
        ];
  });
};
