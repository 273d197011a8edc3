import { testRule, unknown } from "../testing/ruleTable.ts";
import { judge } from "../testing/judge.ts";
import assert from "node:assert/strict";
import { forbidLightsailServers as rule } from "./forbidLightsailServers.ts";

const servers = {
  "aws:lightsail/instance:Instance": { bundleId: "nano_3_0", blueprintId: "debian_12" },
  "aws:lightsail/lb:Lb": { instancePort: 80 },
  "aws:lightsail/staticIpAttachment:StaticIpAttachment": {
    instanceName: unknown,
    staticIpName: unknown,
  },
};

testRule(
  rule,
  "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion",
  {
    compliant: { containers: [{ containerName: "web", image: "web:1" }] },
    failing: {
      "a public endpoint": { publicEndpoint: { containerName: "web", containerPort: 80 } },
      "a public endpoint that is not known yet": { publicEndpoint: unknown },
    },
  },
);

// Source: ContainerService, Amazon Lightsail API Reference: url is publicly accessible.
testRule(rule, "aws:lightsail/containerService:ContainerService", {
  compliant: { scale: 1, power: "nano", isDisabled: true },
  failing: {
    "a service that runs": [{ isDisabled: undefined }, "power"],
    "a service that is not disabled": [{ isDisabled: false }, "power"],
  },
});

describe("forbid-lightsail-servers", () => {
  for (const [type, props] of Object.entries(servers)) {
    it(`fails with any ${type}`, () => {
      const { violations, undecided } = judge(rule, { type, props });

      assert.equal(violations.length, 1);
      assert.equal(undecided, undefined);
    });
  }
});
