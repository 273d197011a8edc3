import { isTrue } from "../model/resourceView.ts";
import type { ResourceRule } from "../rule.ts";
import { checkPlaces, type Place } from "./support/places.ts";

const volume = (more: Partial<Place> = {}): Place => ({
  path: "encrypted",
  exposed: "The disk is not encrypted",
  isSafe: isTrue,
  ...more,
});

/**
 * Every server has a root volume, even if the program does not declare it, unless a launch template
 * does.
 */
const ofServer: readonly Place[] = [
  volume({ path: "rootBlockDevice.encrypted", unless: ["launchTemplate"] }),
  volume({ blocks: "ebsBlockDevices" }),
];

const places: Readonly<Record<string, readonly Place[]>> = {
  "aws:ebs/volume:Volume": [volume()],
  "aws:ebs/encryptionByDefault:EncryptionByDefault": [
    volume({
      path: "enabled",
      exposed: "New disks in the account are not encrypted by default",
      isSafeUnset: () => true,
    }),
  ],
  "aws:ebs/snapshotCopy:SnapshotCopy": [volume()],
  "aws:ec2/amiCopy:AmiCopy": [volume()],
  "aws:ec2/instance:Instance": ofServer,
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ofServer,
  "aws:ec2/launchConfiguration:LaunchConfiguration": ofServer,
  "aws:ec2/launchTemplate:LaunchTemplate": [volume({ blocks: "blockDeviceMappings.ebs" })],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": [
    volume({ blocks: "launchSpecifications.rootBlockDevices" }),
    volume({ blocks: "launchSpecifications.ebsBlockDevices" }),
  ],
};

/**
 * Server disks are encrypted. Disable this rule in accounts that encrypt new disks by default (EC2
 * User Guide, "Enable Amazon EBS encryption by default").
 */
export const requireEncryptedVolumes: ResourceRule = {
  name: "require-encrypted-volumes",
  description: "Server disks and their copies are encrypted.",
  why: "An unencrypted snapshot can be read by anyone who gets hold of it.",
  fix: "Set the property to true. A kmsKeyId is optional.",
  equivalents: [
    "CKV_AWS_3",
    "CKV_AWS_8",
    "CKV_AWS_235",
    "CKV2_AWS_2",
    "encrypted-volumes",
    "ec2-launch-templates-ebs-volume-encrypted",
    "ec2-spot-fleet-request-ct-encryption-at-rest",
  ],
  types: Object.keys(places),

  check: (resource) => checkPlaces(resource, places[resource.type]!),
};
