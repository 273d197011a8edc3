import { type Change, testRule, unknown } from "../testing/ruleTable.ts";
import { forbidPublicAddresses as rule } from "./forbidPublicAddresses.ts";

testRule(rule, "aws:ec2/instance:Instance", {
  compliant: { instanceType: "t4g.small", subnetId: "subnet-1", associatePublicIpAddress: false },
  passing: {
    "nothing said in a subnet of its own": { associatePublicIpAddress: undefined },
    "a subnet that is not known yet": { subnetId: unknown, associatePublicIpAddress: undefined },
    "the default VPC, but no address": { subnetId: undefined },
    "no address, as Python writes it": { associatePublicIpAddress: "False" },
    "a launch template, which a rule of whole stacks looks at": {
      subnetId: undefined,
      associatePublicIpAddress: undefined,
      launchTemplate: { id: "lt-1" },
    },
    "a network interface of its own": {
      subnetId: undefined,
      associatePublicIpAddress: undefined,
      primaryNetworkInterface: { networkInterfaceId: unknown },
    },
  },
  failing: {
    "an address": { associatePublicIpAddress: true },
    "an address, as a text": { associatePublicIpAddress: "true" },
    "an address, as Python writes it": { associatePublicIpAddress: "True" },
    "an address, as a number": { associatePublicIpAddress: 1 },
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

testRule(rule, "aws:ec2/launchTemplate:LaunchTemplate", {
  compliant: { networkInterfaces: [{ associatePublicIpAddress: "false" }] },
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

testRule(rule, "aws:ec2/launchTemplate:LaunchTemplate", {
  compliant: {},
  failing: {
    "a carrier's address": { networkInterfaces: [{ associateCarrierIpAddress: "true" }] },
  },
});

testRule(rule, "aws:ec2/spotFleetRequest:SpotFleetRequest", {
  compliant: { launchSpecifications: [{ associatePublicIpAddress: false }] },
  passing: {
    "a subnet that is not known yet": { launchSpecifications: [{ subnetId: unknown }] },
    "launch templates in place": { launchSpecifications: undefined, launchTemplateConfigs: [{}] },
  },
  failing: {
    "an address in one specification": [
      { launchSpecifications: [{ subnetId: "a" }, { associatePublicIpAddress: true }] },
      "launchSpecifications[1].associatePublicIpAddress",
    ],
    "the default VPC in one specification": [
      { launchSpecifications: [{ subnetId: "a" }, { instanceType: "t3.micro" }] },
      "launchSpecifications[1].subnetId",
    ],
  },
});

for (const type of ["aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet"]) {
  const subnets = ["subnet-1"];
  testRule(rule, type, {
    compliant: { networkConfiguration: { subnets, assignPublicIp: false } },
    passing: {
      "no value": { networkConfiguration: { subnets } },
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

const run = (AssignPublicIp: string) => ({
  definition: JSON.stringify({
    States: {
      Run: { Parameters: { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp } } } },
    },
  }),
});

testRule(rule, "aws:sfn/stateMachine:StateMachine", {
  compliant: run("DISABLED"),
  passing: { "a definition that is not known yet": { definition: unknown } },
  failing: {
    "addresses for tasks": [run("ENABLED"), "definition.AssignPublicIp"],
    "addresses, with letters that JSON escapes": [
      { definition: run("ENABLED").definition.replace("AssignPublicIp", "\\u0041ssignPublicIp") },
      "definition.AssignPublicIp",
    ],
    "addresses for instances": [
      { definition: '{"NetworkInterfaces":[{"AssociatePublicIpAddress":true}]}' },
      "definition.AssociatePublicIpAddress",
    ],
    "addresses in an expression": [
      { definition: JSON.stringify({ Arguments: "{% {'AssignPublicIp': 'ENABLED'} %}" }) },
      "definition.AssignPublicIp",
    ],
    "addresses in JSON within JSON": [
      { definition: JSON.stringify({ Input: run("Enabled").definition }) },
      "definition.AssignPublicIp",
    ],
  },
});

testRule(rule, "aws:ssm/document:Document", {
  compliant: { content: "mainSteps:\n- action: aws:runInstances\n" },
  passing: { "a word in a sentence": { content: '{"description":"AssignPublicIp is never set"}' } },
  failing: {
    "addresses in YAML": [
      { content: "inputs:\n  AssociatePublicIpAddress: true\n" },
      "content.AssociatePublicIpAddress",
    ],
  },
});

// Without a subnet, these start in the default VPC or in a network of AWS.
for (const [type, property, value] of [
  ["aws:autoscaling/group:Group", "vpcZoneIdentifiers", ["subnet-1"]],
  ["aws:cloud9/environmentEC2:EnvironmentEC2", "subnetId", "subnet-1"],
  ["aws:glue/devEndpoint:DevEndpoint", "subnetId", "subnet-1"],
  [
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration",
    "subnetId",
    "subnet-1",
  ],
] as const) {
  testRule(rule, type, {
    compliant: { [property]: value },
    passing: { "an unknown value": { [property]: unknown } },
    failing: {
      "no subnet": { [property]: undefined },
      "nothing in its place": { [property]: [] },
    },
  });
}

testRule(rule, "aws:emr/cluster:Cluster", {
  compliant: { ec2Attributes: { subnetId: "subnet-1" } },
  passing: {
    "several subnets": { ec2Attributes: { subnetIds: ["subnet-1"] } },
    "attributes that are not known yet": { ec2Attributes: unknown },
  },
  failing: {
    "no attributes": [{ ec2Attributes: undefined }, "ec2Attributes.subnetId"],
    "no subnet": [{ ec2Attributes: { keyName: "key" } }, "ec2Attributes.subnetId"],
  },
});

const ecs = (assignPublicIp: boolean) => ({ networkConfiguration: { assignPublicIp } });

const job = (isPublic: boolean) =>
  JSON.stringify({ networkConfiguration: { assignPublicIp: isPublic ? "ENABLED" : "DISABLED" } });

const pipe = (assignPublicIp: string) => ({
  targetParameters: {
    ecsTaskParameters: { networkConfiguration: { awsVpcConfiguration: { assignPublicIp } } },
  },
});

const pipePath =
  "targetParameters.ecsTaskParameters.networkConfiguration.awsVpcConfiguration.assignPublicIp";

const starters: readonly (readonly [
  type: string,
  props: (isPublic: boolean) => Change,
  property: string,
])[] = [
  [
    "aws:cloudwatch/eventTarget:EventTarget",
    (isPublic) => ({ ecsTarget: ecs(isPublic) }),
    "ecsTarget.networkConfiguration.assignPublicIp",
  ],
  [
    "aws:scheduler/schedule:Schedule",
    (isPublic) => ({ target: { ecsParameters: ecs(isPublic) } }),
    "target.ecsParameters.networkConfiguration.assignPublicIp",
  ],
  [
    "aws:scheduler/schedule:Schedule",
    (isPublic) => ({ target: { input: job(isPublic) } }),
    "target.input.assignPublicIp",
  ],
  [
    "aws:batch/jobDefinition:JobDefinition",
    (isPublic) => ({ containerProperties: job(isPublic) }),
    "containerProperties.assignPublicIp",
  ],
  [
    "aws:batch/jobDefinition:JobDefinition",
    (isPublic) => ({ nodeProperties: job(isPublic) }),
    "nodeProperties.assignPublicIp",
  ],
  ["aws:pipes/pipe:Pipe", (isPublic) => pipe(isPublic ? "ENABLED" : "DISABLED"), pipePath],
  ["aws:pipes/pipe:Pipe", (isPublic) => pipe(isPublic ? "Enabled" : "Disabled"), pipePath],
  [
    "aws:workspaces/directory:Directory",
    (isPublic) => ({ workspaceCreationProperties: { enableInternetAccess: isPublic } }),
    "workspaceCreationProperties.enableInternetAccess",
  ],
  ...(
    [
      ["aws:appstream/fleet:Fleet", "enableDefaultInternetAccess"],
      ["aws:appstream/imageBuilder:ImageBuilder", "enableDefaultInternetAccess"],
      [
        "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate",
        "createPublicIp",
      ],
      ["aws:ec2/launchConfiguration:LaunchConfiguration", "associatePublicIpAddress"],
      ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", "associatePublicIpAddress"],
    ] as const
  ).map(
    ([type, property]) =>
      [type, (isPublic: boolean) => ({ [property]: isPublic }), property] as const,
  ),
];

for (const [type, props, property] of starters) {
  testRule(rule, type, {
    compliant: props(false),
    failing: { "public addresses": [props(true), property] },
  });
}
