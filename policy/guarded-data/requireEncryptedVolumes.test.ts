import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireEncryptedVolumes as rule } from "./requireEncryptedVolumes.ts";

const encrypted = { encrypted: true };

for (const type of [
  "aws:ebs/volume:Volume",
  "aws:ebs/snapshotCopy:SnapshotCopy",
  "aws:ec2/amiCopy:AmiCopy",
]) {
  testRule(rule, type, {
    compliant: encrypted,
    failing: {
      nothing: { encrypted: undefined },
      "it turned off": { encrypted: false },
      "a key that is not used": [{ encrypted: undefined, kmsKeyId: unknown }, "encrypted"],
    },
    undecided: { whether: { encrypted: unknown } },
  });
}

testRule(rule, "aws:ebs/encryptionByDefault:EncryptionByDefault", {
  compliant: {},
  passing: { "it turned on": { enabled: true } },
  failing: {
    "it turned off": { enabled: false },
    "it turned off by a text": { enabled: "false" },
  },
  undecided: { whether: { enabled: unknown } },
});

for (const type of [
  "aws:ec2/instance:Instance",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
]) {
  testRule(rule, type, {
    compliant: { rootBlockDevice: encrypted, ebsBlockDevices: [{ ...encrypted, deviceName: "b" }] },
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
      "a plain root disk": { rootBlockDevice: { encrypted: false } },
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

testRule(rule, "aws:ec2/launchTemplate:LaunchTemplate", {
  compliant: { blockDeviceMappings: [{ deviceName: "a", ebs: { encrypted: "true" } }] },
  passing: {
    "no word of disks": { blockDeviceMappings: undefined },
    "a disk of the host": { blockDeviceMappings: [{ deviceName: "b", virtualName: "ephemeral0" }] },
  },
  failing: {
    "a disk without the setting": [
      { blockDeviceMappings: [{ deviceName: "a", ebs: { volumeSize: 20 } }] },
      "blockDeviceMappings[0].ebs.encrypted",
    ],
    "a plain disk": { blockDeviceMappings: [{ ebs: { encrypted: "false" } }] },
  },
});

testRule(rule, "aws:ec2/spotFleetRequest:SpotFleetRequest", {
  compliant: { launchSpecifications: [{ rootBlockDevices: [encrypted] }] },
  failing: {
    "a plain disk": [
      { launchSpecifications: [{ ebsBlockDevices: [{ volumeSize: 20 }] }] },
      "launchSpecifications[0].ebsBlockDevices[0].encrypted",
    ],
  },
});
