import type { Properties, Resource } from "../../../graph/resource.ts";
import type { Origin, Target } from "../model.ts";
import { bucketAccess } from "./bucketAccess.ts";
import { listOf, objectOf, ofType, textOf } from "./properties.ts";
import type { Report } from "./requestPolicies.ts";

/** A stack's resources, with the region of its AWS endpoint. */
export interface StackResources {
  readonly region: string;
  readonly resources: readonly Resource[];
}

interface OriginContext {
  readonly distributionArn: string;
  /** All stacks, in which buckets are found. */
  readonly stacks: readonly StackResources[];
  readonly report: Report;
}

/** The origins of a distribution by their ids. */
export function originsOf(distribution: Properties, context: OriginContext): Map<string, Origin> {
  const origins = listOf(distribution["origins"]).flatMap((origin) => originOf(origin, context));
  return new Map(origins.map((origin) => [origin.id, origin]));
}

function originOf(origin: Properties, context: OriginContext): Origin[] {
  const { report, distributionArn, stacks } = context;
  const id = String(origin["originId"]);
  const domainName = String(origin["domainName"]).toLowerCase();
  const { customOriginConfig, vpcOriginConfig } = origin;
  const settings = objectOf(customOriginConfig);
  if (settings["originMtlsConfig"] != null) report(`origin "${id}": originMtlsConfig`);
  const base = {
    id,
    domainName,
    path: textOf(origin["originPath"]) ?? "",
    customHeaders: listOf(origin["customHeaders"]).map(
      ({ name, value }) => [String(name), String(value)] as const,
    ),
    readTimeoutMs: 1000 * Number(settings["originReadTimeout"] ?? 30),
  };
  if (customOriginConfig != null) return [{ ...base, kind: "custom" }];
  if (vpcOriginConfig != null) {
    report(`origin "${id}": vpcOriginConfig`);
    return [];
  }
  const found = bucketOf(domainName, stacks);
  if (found === undefined) {
    report(`origin "${id}": ${domainName} is no bucket of the stacks`);
    return [];
  }
  const { bucket, region, policy } = found;
  const readablePolicy = signsRequests(origin, context) ? policy : undefined;
  const access = bucketAccess(readablePolicy, { bucket, distributionArn });
  return [{ ...base, kind: "bucket", bucket, region, access }];
}

/** Whether requests to a bucket are signed. Unsigned ones are anonymous, and S3 refuses them. */
function signsRequests(origin: Properties, { stacks, report }: OriginContext): boolean {
  const identity = textOf(objectOf(origin["s3OriginConfig"])["originAccessIdentity"]);
  if (identity !== undefined) {
    const id = String(origin["originId"]);
    report(`origin "${id}": originAccessIdentity; use an origin access control`);
  }
  const type = "aws:cloudfront/originAccessControl:OriginAccessControl";
  const control = stacks
    .flatMap(({ resources }) => ofType(resources, type))
    .find((resource) => resource.id === origin["originAccessControlId"]);
  const { originAccessControlOriginType, signingBehavior } = control?.outputs ?? {};
  return originAccessControlOriginType === "s3" && signingBehavior !== "never";
}

function bucketOf(domainName: string, stacks: readonly StackResources[]) {
  for (const { region, resources } of stacks) {
    for (const { outputs } of ofType(resources, "aws:s3/bucket:Bucket")) {
      const names = [outputs["bucketRegionalDomainName"], outputs["bucketDomainName"]];
      if (!names.includes(domainName)) continue;
      const bucket = String(outputs["bucket"]);
      const policies = ofType(resources, "aws:s3/bucketPolicy:BucketPolicy");
      const own = policies.find((policy) => policy.outputs["bucket"] === bucket);
      const policy = own?.outputs["policy"];
      const text = typeof policy === "object" ? JSON.stringify(policy) : textOf(policy);
      return { bucket, region, policy: text };
    }
  }
  return undefined;
}

/** The origin or origin group with an id. */
export function targetOf(
  id: unknown,
  distribution: Properties,
  origins: ReadonlyMap<string, Origin>,
): Target | undefined {
  const group = listOf(distribution["originGroups"]).find(({ originId }) => originId === id);
  const members = group ? listOf(group["members"]) : [{ originId: id }];
  const found = members.map(({ originId }) => origins.get(String(originId)));
  if (found.includes(undefined)) return undefined;
  const { statusCodes } = objectOf(group?.["failoverCriteria"]);
  return {
    origins: found as Origin[],
    failoverStatuses: new Set(((statusCodes ?? []) as unknown[]).map(Number)),
  };
}
