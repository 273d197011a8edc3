import { isDeepStrictEqual } from "node:util";
import type { BucketVersioningStatus, CORSRule, S3 } from "@aws-sdk/client-s3";
import type { Properties } from "../../graph/resource.ts";
import { policyText } from "./policyDocuments.ts";

/** The inputs of a bucket that have a request of their own, for buckets without a resource per setting. */
export async function putSettings(
  s3: S3,
  Bucket: string,
  before: Properties,
  after: Properties,
): Promise<void> {
  const changes = (name: string) => !isDeepStrictEqual(before[name], after[name]);
  if (changes("versioning")) await putVersioning(s3, Bucket, before, after);
  if (changes("corsRules")) {
    const CORSRules = corsRules(after);
    await (CORSRules.length > 0
      ? s3.putBucketCors({ Bucket, CORSConfiguration: { CORSRules } })
      : s3.deleteBucketCors({ Bucket }));
  }
  if (changes("policy")) {
    const { policy } = after;
    await (policy
      ? s3.putBucketPolicy({ Bucket, Policy: policyText(policy) })
      : s3.deleteBucketPolicy({ Bucket }));
  }
}

const isVersioned = ({ versioning }: Properties): boolean =>
  (versioning as { enabled?: boolean } | undefined)?.enabled === true;

/** A bucket that never had versions is not suspended. */
async function putVersioning(s3: S3, Bucket: string, before: Properties, after: Properties) {
  if (!isVersioned(before) && !isVersioned(after)) return;
  const Status: BucketVersioningStatus = isVersioned(after) ? "Enabled" : "Suspended";
  await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status } });
}

interface GivenRule {
  readonly allowedHeaders?: string[];
  readonly allowedMethods: string[];
  readonly allowedOrigins: string[];
  readonly exposeHeaders?: string[];
  readonly maxAgeSeconds?: number;
}

const corsRules = (inputs: Properties): CORSRule[] =>
  ((inputs["corsRules"] ?? []) as GivenRule[]).map((rule) => ({
    AllowedHeaders: rule.allowedHeaders,
    AllowedMethods: rule.allowedMethods,
    AllowedOrigins: rule.allowedOrigins,
    ExposeHeaders: rule.exposeHeaders,
    MaxAgeSeconds: rule.maxAgeSeconds,
  }));
