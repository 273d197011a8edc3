import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireEdgeFirewalls as rule } from "./requireEdgeFirewalls.ts";

const api = { originId: "api", domainName: "api.example.com" };
const custom = { ...api, customOriginConfig: { originProtocolPolicy: "https-only" } };

testRule(rule, "aws:cloudfront/distribution:Distribution", {
  compliant: {
    enabled: true,
    origins: [custom],
    webAclId: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/edge/0123",
  },
  passing: {
    "a web ACL that is not known yet": { webAclId: unknown },
    "a bucket alone": { origins: [{ ...api, originAccessControlId: "E1" }], webAclId: undefined },
    "a bucket's website": {
      origins: [{ ...custom, domainName: "site.s3-website-us-east-1.amazonaws.com" }],
      webAclId: undefined,
    },
    "a distribution that is off": { enabled: false, webAclId: undefined },
  },
  failing: {
    "no web ACL": [{ webAclId: undefined }, "webAclId"],
    "an empty web ACL": [{ webAclId: "" }, "webAclId"],
    "no web ACL before a private server": [
      { origins: [{ ...api, vpcOriginConfig: { vpcOriginId: "vo_1" } }], webAclId: undefined },
      "webAclId",
    ],
  },
});
