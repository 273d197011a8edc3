import type { AwsEndpoint } from "./aws/endpoint.ts";
import { compileWebAcl, userPoolFirewalls } from "./gateway/index.ts";
import type { Resource } from "./graph/resource.ts";

/** Puts the web ACLs of user pools in front of Cognito. */
export function protectUserPools(resources: readonly Resource[], aws: AwsEndpoint): void {
  const firewalls = userPoolFirewalls(resources);
  for (const [userPoolId, model] of firewalls) {
    const judge = compileWebAcl(model);
    aws.identity?.setFirewall(userPoolId, async (request) => {
      // Cognito shows AWS WAF no content.
      const content = { bodyBytes: () => 0, readBody: async () => Buffer.alloc(0) };
      const { action, response } = await judge({ ...request, ...content });
      return { isAllowed: action === "ALLOW", response };
    });
  }
}
