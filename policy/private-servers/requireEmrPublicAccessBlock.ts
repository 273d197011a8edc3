import { knownCopy } from "../model/knownCopy.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { openedBy } from "./support/switches.ts";

/** The account cannot start public EMR clusters, on any port. */
export const requireEmrPublicAccessBlock: ResourceRule = {
  name: "require-emr-public-access-block",
  description: "EMR block public access is on and permits no ports.",
  why: "Without it, EMR can start clusters whose security groups are open to the internet.",
  fix: "Set blockPublicSecurityGroupRules to true, and remove permittedPublicSecurityGroupRuleRanges.",
  equivalents: ["CKV_AWS_390", "emr-block-public-access"],
  types: ["aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration"],
  excuses: ["permittedPublicSecurityGroupRuleRanges"],

  *check(block): Iterable<Finding> {
    yield* openedBy(
      {
        exposed: "EMR may start clusters that are open to the internet",
        property: "blockPublicSecurityGroupRules",
        closed: ["true"],
        closedByDefault: false,
      },
      block,
    );
    const property = "permittedPublicSecurityGroupRuleRanges";
    if (block.isSet(property)) {
      const exposed = "EMR may start clusters that are open to the internet on these ports";
      yield { exposed, property, value: knownCopy(block.hintsAt(property)) };
    }
  },
};
