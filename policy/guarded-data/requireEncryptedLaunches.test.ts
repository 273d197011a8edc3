import { aws } from "../testing/judge.ts";
import { testStackRule } from "../testing/stackTable.ts";
import { requireEncryptedLaunches as rule } from "./requireEncryptedLaunches.ts";

// Sources: Amazon EBS User Guide, "Enable Amazon EBS encryption by default"; Amazon EKS User Guide,
// "Simplify node lifecycle with managed node groups".
testStackRule(rule, {
  compliant: [
    aws("ec2.LaunchTemplate", "template", {
      id: "lt-1",
      imageId: "ami-1",
      blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { encrypted: "true" } }],
    }),
    aws("eks.NodeGroup", "nodes", { launchTemplate: { id: "lt-1", version: "1" } }),
    aws("batch.ComputeEnvironment", "jobs", {
      computeResources: { type: "EC2", launchTemplate: { launchTemplateId: "lt-1" } },
    }),
    aws("ec2.SpotFleetRequest", "fleet", {
      launchSpecifications: [{ rootBlockDevices: [{ encrypted: true }] }],
    }),
  ],
  passing: {
    "encryption by default": {
      template: { blockDeviceMappings: undefined },
      nodes: { launchTemplate: undefined },
      add: [aws("ebs.EncryptionByDefault", "default")],
    },
    "an encrypted copy of an image": {
      template: { blockDeviceMappings: undefined, imageId: "ami-2" },
      add: [aws("ec2.AmiCopy", "copy", { id: "ami-2", encrypted: true })],
    },
    "jobs on Fargate": { jobs: { computeResources: { type: "FARGATE" } } },
    "a fleet with launch templates": {
      fleet: { launchSpecifications: undefined, launchTemplateConfigs: [{}] },
    },
  },
  failing: {
    "a launch template without disks": [
      { template: { blockDeviceMappings: undefined } },
      "template",
      /^Servers from this template get the disks of their image.*: blockDeviceMappings is not set\./,
    ],
    "encryption by default that is off": [
      {
        template: { blockDeviceMappings: [] },
        add: [aws("ebs.EncryptionByDefault", "default", { enabled: false })],
      },
      "template",
      /blockDeviceMappings is not set/,
    ],
    "an image that is not encrypted": [
      {
        template: { blockDeviceMappings: undefined, imageId: "ami-2" },
        add: [aws("ec2.AmiCopy", "copy", { id: "ami-2", encrypted: false })],
      },
      "template",
      /blockDeviceMappings is not set/,
    ],
    "nodes without a launch template": [
      { nodes: { launchTemplate: undefined } },
      "nodes",
      /launchTemplate is not set/,
    ],
    "jobs without a launch template": [
      { jobs: { computeResources: { type: "SPOT" } } },
      "jobs",
      /computeResources\.launchTemplate is not set/,
    ],
    "a part of a fleet without a root disk": [
      { fleet: { launchSpecifications: [{ rootBlockDevices: [{ encrypted: true }] }, {}] } },
      "fleet",
      /launchSpecifications\[1\]\.rootBlockDevices is not set/,
    ],
  },
});
