import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireEncryptedVolumes as rule } from "./requireEncryptedVolumes.ts";

const encrypted = { encrypted: true };

describe("require-encrypted-volumes", () => {
  for (const type of [
    "aws:ebs/volume:Volume",
    "aws:ebs/snapshotCopy:SnapshotCopy",
    "aws:ec2/amiCopy:AmiCopy",
  ]) {
    testRule(rule, {
      compliant: { type, props: encrypted },
      failing: {
        nothing: [{ encrypted: undefined }, "encrypted"],
        "it turned off": [{ encrypted: false }, "encrypted"],
        "a key that is not used": [{ encrypted: undefined, kmsKeyId: unknown }, "encrypted"],
      },
      undecided: { whether: { encrypted: unknown } },
    });
  }

  testRule(rule, {
    compliant: { type: "aws:ebs/encryptionByDefault:EncryptionByDefault", props: {} },
    passing: { "it turned on": { enabled: true } },
    failing: {
      "it turned off": [{ enabled: false }, "enabled"],
      "it turned off by a text": [{ enabled: "false" }, "enabled"],
    },
    undecided: { whether: { enabled: unknown } },
  });

  for (const type of [
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
  ]) {
    testRule(rule, {
      compliant: {
        type,
        props: { rootBlockDevice: encrypted, ebsBlockDevices: [{ ...encrypted, deviceName: "b" }] },
      },
      passing: {
        "no more disks": { ebsBlockDevices: [] },
        "a launch template": { rootBlockDevice: undefined, launchTemplate: { id: unknown } },
      },
      failing: {
        "no word of the root disk": [{ rootBlockDevice: undefined }, "rootBlockDevice.encrypted"],
        "a size of the root disk": [
          { rootBlockDevice: { volumeSize: 20 } },
          "rootBlockDevice.encrypted",
        ],
        "a plain root disk": [
          { rootBlockDevice: { encrypted: false } },
          "rootBlockDevice.encrypted",
        ],
        "one disk without the setting": [
          { ebsBlockDevices: [encrypted, { volumeSize: 20 }] },
          "ebsBlockDevices[1].encrypted",
        ],
        "a plain disk beside an unknown one": [
          { ebsBlockDevices: [{ encrypted: unknown }, { encrypted: false }] },
          "ebsBlockDevices[1].encrypted",
        ],
      },
      undecided: {
        "the root disk": { rootBlockDevice: unknown },
        "one disk": { ebsBlockDevices: [encrypted, unknown] },
      },
    });
  }

  testRule(rule, {
    compliant: {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      props: { blockDeviceMappings: [{ deviceName: "a", ebs: { encrypted: "true" } }] },
    },
    passing: {
      "no word of disks": { blockDeviceMappings: undefined },
      "a disk of the host": {
        blockDeviceMappings: [{ deviceName: "b", virtualName: "ephemeral0" }],
      },
    },
    failing: {
      "a disk without the setting": [
        { blockDeviceMappings: [{ deviceName: "a", ebs: { volumeSize: 20 } }] },
        "blockDeviceMappings[0].ebs.encrypted",
      ],
      "a plain disk": [
        { blockDeviceMappings: [{ ebs: { encrypted: "false" } }] },
        "blockDeviceMappings[0].ebs.encrypted",
      ],
    },
  });

  testRule(rule, {
    compliant: {
      type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
      props: { launchSpecifications: [{ rootBlockDevices: [encrypted] }] },
    },
    failing: {
      "a plain disk": [
        { launchSpecifications: [{ ebsBlockDevices: [{ volumeSize: 20 }] }] },
        "launchSpecifications[0].ebsBlockDevices[0].encrypted",
      ],
    },
  });
});
