import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicNotebooks as rule } from "./forbidPublicNotebooks.ts";

const types = [
  [
    "aws:sagemaker/notebookInstance:NotebookInstance",
    "directInternetAccess",
    "Disabled",
    "Enabled",
  ],
  ["aws:cloud9/environmentEC2:EnvironmentEC2", "connectionType", "CONNECT_SSM", "CONNECT_SSH"],
  ["aws:sagemaker/domain:Domain", "appNetworkAccessType", "VpcOnly", "PublicInternetOnly"],
] as const;

for (const [type, property, closed, open] of types) {
  testRule(rule, type, {
    compliant: { [property]: closed },
    failing: {
      "the open network": { [property]: open },
      "no value": { [property]: undefined },
      "the open network and unknown subnets": [
        { [property]: open, subnetId: unknown, subnetIds: unknown },
        property,
      ],
    },
    undecided: { "its network": { [property]: unknown } },
  });
}
