import { knownCopy } from "../../model/knownCopy.ts";
import { readPolicyDocument, type Statement } from "../../model/policyDocument.ts";

export const collectionPolicy = "aws:opensearch/serverlessAccessPolicy:ServerlessAccessPolicy";

/**
 * The rules of a data access policy of OpenSearch Serverless, as statements of IAM.
 *
 * Source: "Data access control for Amazon OpenSearch Serverless", Amazon OpenSearch Service Developer Guide.
 */
export function collectionStatements(policy: unknown): readonly Statement[] {
  const written: unknown = typeof policy === "string" ? parse(policy) : knownCopy(policy);
  const rules: unknown[] = Array.isArray(written) ? written : [written];
  const statements = rules.filter(isRule).map(({ Principal, Rules }) => ({
    Effect: "Allow",
    Principal: { AWS: Principal },
    Action: [Rules ?? []].flat().flatMap((rule) => rule?.Permission ?? []),
  }));
  return readPolicyDocument({ Statement: statements }) ?? [];
}

interface Rule {
  readonly Principal?: unknown;
  readonly Rules?: readonly ({ readonly Permission?: unknown } | null)[];
}

const isRule = (rule: unknown): rule is Rule => typeof rule === "object" && rule !== null;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
