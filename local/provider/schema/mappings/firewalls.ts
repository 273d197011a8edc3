import type { Mappings } from "../mapping.ts";

export const firewallMappings: Mappings = {
  "aws:wafv2/webAcl:WebAcl": {
    schema: "AWS::WAFv2::WebACL",
    // Lists here, maps there; `ruleJson` has AWS's own names.
    unchecked: ["associationConfig", "customResponseBodies", "ruleJson"],
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": { schema: "AWS::WAFv2::WebACLAssociation" },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    schema: "AWS::WAFv2::LoggingConfiguration",
  },
};
