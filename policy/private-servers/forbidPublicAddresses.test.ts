import { testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicAddresses as rule } from "./forbidPublicAddresses.ts";

describe("forbid-public-addresses", () => {
  testRule(rule, {
    compliant: {
      type: "aws:ec2/instance:Instance",
      props: { instanceType: "t4g.small", subnetId: "subnet-1", associatePublicIpAddress: false },
    },
    passing: {
      "nothing said in a subnet of its own": { associatePublicIpAddress: undefined },
      "a subnet that is not known yet": { subnetId: unknown, associatePublicIpAddress: undefined },
      "the default VPC, but no address": { subnetId: undefined },
      "a network interface of its own": {
        subnetId: undefined,
        associatePublicIpAddress: undefined,
        primaryNetworkInterface: { networkInterfaceId: unknown },
      },
    },
    failing: {
      "an address": [{ associatePublicIpAddress: true }, "associatePublicIpAddress"],
      "an address, as a text": [{ associatePublicIpAddress: "true" }, "associatePublicIpAddress"],
      "the default VPC's address": [
        { subnetId: undefined, associatePublicIpAddress: undefined },
        "associatePublicIpAddress",
      ],
      "an address where all else is unknown": [
        { subnetId: unknown, ami: unknown, associatePublicIpAddress: true },
        "associatePublicIpAddress",
      ],
    },
    undecided: { "whether it gets one": { associatePublicIpAddress: unknown } },
  });

  testRule(rule, {
    compliant: {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      props: { networkInterfaces: [{ associatePublicIpAddress: "false" }] },
    },
    passing: { "no network interface": { networkInterfaces: undefined } },
    failing: {
      "an address on the second interface": [
        {
          networkInterfaces: [
            { associatePublicIpAddress: unknown },
            { associatePublicIpAddress: "true" },
          ],
        },
        "networkInterfaces[1].associatePublicIpAddress",
      ],
    },
    undecided: { "its interfaces": { networkInterfaces: unknown } },
  });
  testRule(rule, {
    compliant: { type: "aws:ec2/launchTemplate:LaunchTemplate", props: {} },
    failing: {
      "an address of a carrier's": [
        { networkInterfaces: [{ associateCarrierIpAddress: "true" }] },
        "networkInterfaces[0].associateCarrierIpAddress",
      ],
    },
  });

  for (const type of [
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  ]) {
    const property = "associatePublicIpAddress";
    testRule(rule, {
      compliant: { type, props: { [property]: false } },
      failing: { "an address": [{ [property]: true }, property] },
    });
  }

  testRule(rule, {
    compliant: {
      type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
      props: { launchSpecifications: [{ associatePublicIpAddress: false }] },
    },
    failing: {
      "an address in one specification": [
        { launchSpecifications: [{}, { associatePublicIpAddress: true }] },
        "launchSpecifications[1].associatePublicIpAddress",
      ],
    },
  });

  for (const type of ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"]) {
    const subnets = ["subnet-1"];
    testRule(rule, {
      compliant: { type, props: { networkConfiguration: { subnets, assignPublicIp: false } } },
      passing: {
        "nothing said": { networkConfiguration: { subnets } },
        "no network of its own": { networkConfiguration: undefined },
      },
      failing: {
        "addresses for tasks": [
          { networkConfiguration: { subnets: unknown, assignPublicIp: true } },
          "networkConfiguration.assignPublicIp",
        ],
      },
      undecided: {
        "whether tasks get one": { networkConfiguration: { subnets, assignPublicIp: unknown } },
        "its network": { networkConfiguration: unknown },
      },
    });
  }

  // What runs ECS tasks when something happens.
  testRule(rule, {
    compliant: {
      type: "aws:cloudwatch/eventTarget:EventTarget",
      props: { ecsTarget: { networkConfiguration: { assignPublicIp: false } } },
    },
    failing: {
      "addresses for tasks": [
        { ecsTarget: { networkConfiguration: { assignPublicIp: true } } },
        "ecsTarget.networkConfiguration.assignPublicIp",
      ],
    },
  });
  testRule(rule, {
    compliant: {
      type: "aws:scheduler/schedule:Schedule",
      props: { target: { ecsParameters: { networkConfiguration: { assignPublicIp: false } } } },
    },
    failing: {
      "addresses for tasks": [
        { target: { ecsParameters: { networkConfiguration: { assignPublicIp: true } } } },
        "target.ecsParameters.networkConfiguration.assignPublicIp",
      ],
    },
  });
  const run = (AssignPublicIp: string) => ({
    definition: JSON.stringify({
      States: {
        Run: { Parameters: { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp } } } },
      },
    }),
  });
  testRule(rule, {
    compliant: { type: "aws:sfn/stateMachine:StateMachine", props: run("DISABLED") },
    passing: { "a definition that is not known yet": { definition: unknown } },
    failing: { "addresses for tasks": [run("ENABLED"), "definition.AssignPublicIp"] },
  });
  const job = (assignPublicIp: string) =>
    JSON.stringify({ networkConfiguration: { assignPublicIp } });
  testRule(rule, {
    compliant: {
      type: "aws:batch/jobDefinition:JobDefinition",
      props: { containerProperties: job("DISABLED") },
    },
    failing: {
      "addresses for jobs": [
        { containerProperties: job("ENABLED") },
        "containerProperties.assignPublicIp",
      ],
    },
  });

  // Desktops, and servers of backups.
  testRule(rule, {
    compliant: { type: "aws:workspaces/directory:Directory", props: desktops(false) },
    failing: {
      addresses: [desktops(true), "workspaceCreationProperties.enableInternetAccess"],
    },
  });
  for (const [type, property] of [
    ["aws:appstream/fleet:Fleet", "enableDefaultInternetAccess"],
    ["aws:appstream/imageBuilder:ImageBuilder", "enableDefaultInternetAccess"],
    ["aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate", "createPublicIp"],
  ] as const) {
    testRule(rule, {
      compliant: { type, props: { [property]: false } },
      failing: { addresses: [{ [property]: true }, property] },
    });
  }

  testRule(rule, {
    compliant: { type: "aws:pipes/pipe:Pipe", props: pipe("DISABLED") },
    failing: {
      "addresses for tasks": [
        pipe("ENABLED"),
        "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp",
      ],
    },
  });
});

function desktops(enableInternetAccess: boolean) {
  return { workspaceCreationProperties: { enableInternetAccess } };
}

function pipe(assignPublicIp: string) {
  const networkConfiguration = { awsVpcConfiguration: { assignPublicIp } };
  return { targetParameters: { ecsTaskParameters: { networkConfiguration } } };
}
