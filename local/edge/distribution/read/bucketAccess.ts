import { matches } from "../behaviors/pathPattern.ts";
import type { BucketAccess } from "../model.ts";

type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Statement {
  readonly Effect: string;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Condition;
}

/**
 * What a bucket's policy lets a distribution do. A statement that allows has no effect with conditions that are not
 * known here; one that denies has effect with any but those about TLS. (CloudFront Developer Guide, "Restrict access
 * to an Amazon S3 origin")
 *
 * @param policy - the policy as JSON; undefined without one
 */
export function bucketAccess(
  policy: string | undefined,
  { bucket, distributionArn }: { readonly bucket: string; readonly distributionArn: string },
): BucketAccess {
  const statements = statementsOf(policy ?? "{}").filter(({ Principal }) =>
    namesCloudFront(Principal),
  );
  const allowing = statements.filter(
    ({ Effect, Condition }) => Effect === "Allow" && holds(Condition ?? {}, distributionArn),
  );
  const denying = statements.filter(
    ({ Effect, Condition }) => Effect === "Deny" && !isAboutTls(Condition ?? {}),
  );
  const allows = (action: string, resource: string) => {
    const covers = ({ Action, Resource }: Statement) =>
      matchesAny(Action, action) && matchesAny(Resource, resource);
    return allowing.some(covers) && !denying.some(covers);
  };
  return {
    readable: (key) => allows("s3:GetObject", `arn:aws:s3:::${bucket}/${key}`),
    mayList: allows("s3:ListBucket", `arn:aws:s3:::${bucket}`),
  };
}

/** A policy that is not JSON has no statements. */
function statementsOf(policy: string): Statement[] {
  try {
    const { Statement: statements } = JSON.parse(policy) as { Statement?: Statement | Statement[] };
    return [statements ?? []].flat();
  } catch {
    return [];
  }
}

function namesCloudFront(principal: unknown): boolean {
  if (principal === "*") return true;
  const { Service, AWS } = (principal ?? {}) as { Service?: unknown; AWS?: unknown };
  return [Service].flat().includes("cloudfront.amazonaws.com") || [AWS].flat().includes("*");
}

const textOperators = new Set(["StringEquals", "StringLike", "ArnEquals", "ArnLike"]);

function holds(condition: Condition, distributionArn: string): boolean {
  const context = new Map([
    ["aws:sourcearn", distributionArn],
    ["aws:sourceaccount", distributionArn.split(":")[4]!],
  ]);
  return Object.entries(condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => {
      const value = context.get(key.toLowerCase());
      return textOperators.has(operator) && value !== undefined && matchesAny(values, value);
    }),
  );
}

/** CloudFront always uses a recent version of TLS with S3, so such statements do not concern it. */
const isAboutTls = (condition: Condition): boolean =>
  Object.values(condition).some((keys) =>
    Object.keys(keys).some((key) => /^(?:aws:SecureTransport|s3:TlsVersion)$/i.test(key)),
  );

/** Compares with patterns of IAM, in which `*` and `?` are placeholders. */
const matchesAny = (patterns: unknown, value: string): boolean =>
  [patterns].flat().some((pattern) => typeof pattern === "string" && matches(pattern, value));
