import assert from "node:assert/strict";
import { aws, type Declared } from "../testing/judge.ts";
import { hostKinds, instance, networkInterface } from "./hostKinds.ts";
import { ref } from "./testing/declared.ts";
import { groups, inGroup, launchTemplate, openHosts, subnets } from "./testing/openHosts.ts";
import { openStack } from "./testing/openStack.ts";
import { closes, opens, undecided } from "./testing/ways.ts";

describe("hosts", () => {
  for (const [type, [props, ...needed]] of Object.entries(openHosts)) {
    const { noun } = hostKinds[type]!;
    const one: Declared = { type, name: "host", props };
    opens(openStack, {
      [`a ${noun} that is open`]: [
        { web: null, add: [one, ...needed] },
        "host",
        new RegExp(`→ eni of ${noun} "host" \\((sg "web-sg" allows tcp/443|which allows everyone)`),
      ],
    });
  }

  it("are all tried", () => {
    // Most other tests use the remaining two kinds.
    assert.deepEqual(
      [...Object.keys(openHosts), instance, networkInterface].sort(),
      Object.keys(hostKinds).sort(),
    );
  });

  const scaling = openHosts["aws:autoscaling/group:Group"]![0];
  const group = (props: Record<string, unknown>) => aws("autoscaling.Group", "host", props);
  opens(openStack, {
    "a group of instances of several types": [
      {
        web: null,
        add: [
          launchTemplate({
            vpcSecurityGroupIds: undefined,
            networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: groups }],
          }),
          group({
            vpcZoneIdentifiers: subnets,
            mixedInstancesPolicy: {
              launchTemplate: {
                launchTemplateSpecification: { launchTemplateId: ref("template") },
              },
            },
          }),
        ],
      },
      "host",
      /auto scaling group "host" \(sg "web-sg"/,
    ],
    "a group with a launch configuration": [
      {
        web: null,
        add: [
          aws("ec2.LaunchConfiguration", "configuration", {
            securityGroups: groups,
            associatePublicIpAddress: true,
          }),
          group({ vpcZoneIdentifiers: subnets, launchConfiguration: ref("configuration", "name") }),
        ],
      },
      "host",
      /auto scaling group "host" \(sg "web-sg"/,
    ],
    "an instance with a launch template": [
      {
        web: {
          vpcSecurityGroupIds: undefined,
          associatePublicIpAddress: undefined,
          launchTemplate: { id: ref("template"), version: "1" },
        },
        add: [launchTemplate()],
      },
      "web",
      /instance "web" \(sg "web-sg"/,
    ],
  });
  closes(openStack, {
    "nodes without remote access": [
      {
        web: null,
        "public-1": { mapPublicIpOnLaunch: true },
        add: [aws("eks.NodeGroup", "nodes", { subnetIds: subnets })],
      },
      /node group "nodes" is one change away.*its security groups allow nothing/,
    ],
    "a database in a public subnet": [
      {
        web: null,
        add: [
          inGroup("aws:rds/subnetGroup:SubnetGroup"),
          aws("rds.Instance", "data", {
            dbSubnetGroupName: ref("subnet-group", "name"),
            vpcSecurityGroupIds: groups,
          }),
        ],
      },
      /database "data" is one change away.*it has no public address/,
    ],
    "a function in a public subnet": {
      web: null,
      add: [
        aws("lambda.Function", "function", {
          vpcConfig: { subnetIds: subnets, securityGroupIds: groups },
        }),
      ],
    },
    "jobs of Fargate": {
      web: null,
      "public-1": { mapPublicIpOnLaunch: true },
      add: [
        aws("batch.ComputeEnvironment", "jobs", {
          computeResources: { type: "FARGATE_SPOT", subnets, securityGroupIds: groups },
        }),
      ],
    },
  });

  undecided(openStack, {
    "a launch template of another stack": [
      { web: null, add: [group({ ...scaling, launchTemplate: { id: "lt-1" } })] },
      /whether it has a public address, and what its security groups allow/,
    ],
  });
});
