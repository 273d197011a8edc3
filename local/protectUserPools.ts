import type { AwsEndpoint } from "./aws/endpoint.ts";
import { compileWebAcl, type FirewallModel, Kept } from "./gateway/index.ts";

/** User pools with a web ACL, and what its rules have counted. */
export interface ProtectedPools {
  readonly ids: readonly string[];
  readonly kept: Kept;
}

/**
 * Puts the web ACLs of user pools in front of Cognito.
 *
 * @param firewalls - by the pools' ids
 * @param before - the earlier ones, of which those without a successor are removed
 */
export function protectUserPools(
  firewalls: ReadonlyMap<string, FirewallModel>,
  aws: AwsEndpoint,
  before?: ProtectedPools,
): ProtectedPools {
  const kept = new Kept(before?.kept);
  for (const id of before?.ids ?? []) {
    if (!firewalls.has(id)) aws.identity?.setFirewall(id, undefined);
  }
  for (const [userPoolId, model] of firewalls) {
    const judge = compileWebAcl(model, undefined, kept);
    aws.identity?.setFirewall(userPoolId, async (request) => {
      // Cognito shows AWS WAF no content.
      const content = { bodyBytes: () => 0, readBody: async () => Buffer.alloc(0) };
      const { action, response } = await judge({ ...request, ...content });
      return { isAllowed: action === "ALLOW", response };
    });
  }
  kept.settle();
  return { ids: [...firewalls.keys()], kept };
}
