import type { ResourceView } from "../model/resourceView.ts";
import { loadBalancerTypes } from "../network/loadBalancers.ts";
import { flagAt, textsAt } from "../network/reading.ts";
import type { StackFinding, StackRule } from "../rule.ts";

const association = "aws:wafv2/webAclAssociation:WebAclAssociation";
const regional = "aws:wafregional/webAclAssociation:WebAclAssociation";

/**
 * Public load balancers of the preset public-edge filter requests. With the preset private, there are
 * none: `forbid-internet-facing-load-balancers` finds them. `require-https-listeners` asks for TLS.
 */
export const requireGuardedLoadBalancers: StackRule = {
  name: "require-guarded-load-balancers",
  description: "Internet-facing Application Load Balancers have an AWS WAF web ACL.",
  why: "Without a web ACL, floods, scanners and known attacks reach the servers.",
  fix: "Add a WebAclAssociation with the load balancer's ARN as resourceArn.",
  equivalents: ["CKV2_AWS_28", "alb-waf-enabled"],
  level: "disabled",

  *checkStack(stack): Iterable<StackFinding> {
    for (const balancer of stack.ofType(...loadBalancerTypes).filter(isPublicApplication)) {
      const { urn, name } = balancer;
      const referring = (type: string, path: string) => stack.referring(balancer, type, path);
      if (![association, regional].some((type) => referring(type, "resourceArn").length > 0)) {
        const exposed = `The internet-facing load balancer "${name}" has no web ACL`;
        const detail = "no WebAclAssociation references it";
        yield { urn, exposed, property: "resourceArn", value: undefined, detail };
      }
    }
  },
};

const isPublicApplication = (balancer: ResourceView): boolean => {
  const [type = "application"] = textsAt(balancer, "loadBalancerType");
  return type === "application" && flagAt(balancer, "internal", false) === false;
};
