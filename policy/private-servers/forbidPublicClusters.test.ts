import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicClusters as rule } from "./forbidPublicClusters.ts";

const flag = "vpcConfig.endpointPublicAccess";

const ranges = "vpcConfig.publicAccessCidrs";

testRule(rule, "aws:eks/cluster:Cluster", {
  compliant: vpc({ endpointPublicAccess: false }),
  passing: {
    "subnets that are not known yet": vpc({ endpointPublicAccess: false, subnetIds: unknown }),
    "a private API, as Python writes it": vpc({ endpointPublicAccess: "False" }),
    "an office that may use it": vpc({
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
    }),
    "an office, and nothing said of the rest": vpc({ publicAccessCidrs: ["203.0.113.0/24"] }),
    "a cluster on an Outpost": { ...vpc({}), outpostConfig: { outpostArns: ["arn"] } },
  },
  failing: {
    "a public API": [vpc({ endpointPublicAccess: true }), flag],
    "a public API, as a text": [vpc({ endpointPublicAccess: "true" }), flag],
    "a public API, as Python writes it": [vpc({ endpointPublicAccess: "True" }), flag],
    "no value": [vpc({}), flag],
    "a public API for all": [
      vpc({ endpointPublicAccess: true, publicAccessCidrs: ["0.0.0.0/0"] }),
      ranges,
    ],
    "a public API for both halves": [
      vpc({ publicAccessCidrs: ["0.0.0.0/1", "128.0.0.0/1"] }),
      ranges,
    ],
    "a public API for whom nobody can tell": [vpc({ publicAccessCidrs: ["all"] }), ranges],
  },
  undecided: {
    "whether its API is public": vpc({ endpointPublicAccess: unknown }),
    "who may use its API": vpc({ publicAccessCidrs: unknown }),
    "its network": { vpcConfig: unknown },
  },
});

const property = "remoteAccess.sourceSecurityGroupIds";

testRule(rule, "aws:eks/nodeGroup:NodeGroup", {
  compliant: { remoteAccess: { ec2SshKey: "key", sourceSecurityGroupIds: [unknown] } },
  passing: {
    "no remote access": { remoteAccess: undefined },
    "remote access without a key": { remoteAccess: {} },
  },
  failing: {
    "a key and no groups": [{ remoteAccess: { ec2SshKey: "key" } }, property],
    "an unknown key and no groups": [
      { remoteAccess: { ec2SshKey: unknown, sourceSecurityGroupIds: [] } },
      property,
    ],
  },
});

function vpc(vpcConfig: object) {
  return { vpcConfig: { subnetIds: ["subnet-1"], ...vpcConfig } };
}
