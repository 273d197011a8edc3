import type { Properties, Resource } from "../../../graph/resource.ts";
import { pathPattern } from "../behaviors/pathPattern.ts";
import { type Behavior, type Origin, union } from "../model.ts";
import { targetOf } from "./origins.ts";
import { listOf, objectOf, textOf, textsOf } from "./properties.ts";
import { cachePolicyOf, originRequestPolicyOf, type Report } from "./requestPolicies.ts";
import { responseHeadersPolicyOf } from "./responseHeadersPolicies.ts";

interface BehaviorContext {
  readonly origins: ReadonlyMap<string, Origin>;
  readonly resources: readonly Resource[];
  readonly report: Report;
}

/** The behaviors of a distribution in order; the default one is last. */
export function behaviorsOf(distribution: Properties, context: BehaviorContext): Behavior[] {
  const ordered = listOf(distribution["orderedCacheBehaviors"]);
  const all = [...ordered, objectOf(distribution["defaultCacheBehavior"])];
  return all.flatMap((behavior) => {
    const pattern = textOf(behavior["pathPattern"]);
    const name = pattern === undefined ? "the default behavior" : `behavior "${pattern}"`;
    const report = (problem: string) => context.report(`${name}: ${problem}`);
    return behaviorOf(behavior, distribution, { ...context, report });
  });
}

function behaviorOf(
  behavior: Properties,
  distribution: Properties,
  { origins, resources, report }: BehaviorContext,
): Behavior[] {
  unservedSettings(behavior).forEach(report);
  const target = targetOf(behavior["targetOriginId"], distribution, origins);
  if (target === undefined) report(`no origin "${String(behavior["targetOriginId"])}" is served`);
  const cachePolicy = cachePolicyOf(behavior["cachePolicyId"], resources, report);
  const requestPolicy = originRequestPolicyOf(behavior["originRequestPolicyId"], resources, report);
  const responsePolicyId = behavior["responseHeadersPolicyId"];
  const responseHeadersPolicy = responseHeadersPolicyOf(responsePolicyId, resources, report);
  if (target === undefined || cachePolicy === undefined) return [];
  const { headers, cookies, queryStrings } = requestPolicy ?? cachePolicy;
  return [
    {
      matches: pathPattern(textOf(behavior["pathPattern"]) ?? "*"),
      allowedMethods: new Set(textsOf(behavior["allowedMethods"])),
      cachedMethods: new Set(["GET", "HEAD", ...textsOf(behavior["cachedMethods"])]),
      compress: behavior["compress"] === true,
      cachePolicy,
      forwarded: {
        headers: union(cachePolicy.headers, headers),
        cookies: union(cachePolicy.cookies, cookies),
        queryStrings: union(cachePolicy.queryStrings, queryStrings),
      },
      responseHeadersPolicy,
      target,
      requestFunction: functionOf(behavior, "viewer-request"),
    },
  ];
}

const functionOf = (behavior: Properties, event: string): string | undefined =>
  textOf(
    listOf(behavior["functionAssociations"]).find(({ eventType }) => eventType === event)?.[
      "functionArn"
    ],
  );

function unservedSettings(behavior: Properties): string[] {
  const isListed = (value: unknown) => listOf(value).length > 0;
  const settings: [string, boolean][] = [
    ["forwardedValues; use cachePolicyId", behavior["forwardedValues"] != null],
    ["fieldLevelEncryptionId", textOf(behavior["fieldLevelEncryptionId"]) !== undefined],
    ["grpcConfig", objectOf(behavior["grpcConfig"])["enabled"] === true],
    ["lambdaFunctionAssociations", isListed(behavior["lambdaFunctionAssociations"])],
    ["smoothStreaming", behavior["smoothStreaming"] === true],
    ["trustedKeyGroups", isListed(behavior["trustedKeyGroups"])],
    ["trustedSigners", isListed(behavior["trustedSigners"])],
    ["a viewer response function", functionOf(behavior, "viewer-response") !== undefined],
  ];
  return settings.filter(([, applies]) => applies).map(([name]) => name);
}
