import { testRule, unknown } from "../testing/ruleTable.ts";
import { judge } from "../testing/judge.ts";
import assert from "node:assert/strict";
import { forbidLightsailServers as rule } from "./forbidLightsailServers.ts";

describe("forbid-lightsail-servers", () => {
  const servers = {
    "aws:lightsail/instance:Instance": { bundleId: "nano_3_0", blueprintId: "debian_12" },
    "aws:lightsail/lb:Lb": { instancePort: 80 },
    "aws:lightsail/staticIpAttachment:StaticIpAttachment": {
      instanceName: unknown,
      staticIpName: unknown,
    },
  };
  for (const [type, props] of Object.entries(servers)) {
    it(`fails with any ${type}`, () => {
      const { violations, undecided } = judge(rule, { type, props });

      assert.equal(violations.length, 1);
      assert.equal(undecided, undefined);
    });
  }

  testRule(rule, {
    compliant: {
      type: "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion",
      props: { containers: [{ containerName: "web", image: "web:1" }] },
    },
    failing: {
      "a public endpoint": [
        { publicEndpoint: { containerName: "web", containerPort: 80 } },
        "publicEndpoint",
      ],
      "a public endpoint that is not known yet": [{ publicEndpoint: unknown }, "publicEndpoint"],
    },
  });

  testRule(rule, {
    compliant: { type: "aws:lightsail/containerService:ContainerService", props: { scale: 1 } },
    failing: {
      "public names": [
        { publicDomainNames: { certificates: [{ domainNames: ["example.com"] }] } },
        "publicDomainNames",
      ],
    },
  });
});
