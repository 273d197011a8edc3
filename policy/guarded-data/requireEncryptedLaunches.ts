import { isTrue, type ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import { elementsOf, isGiven, textsAt } from "../network/reading.ts";
import type { StackFinding, StackRule } from "../rule.ts";

const encryptionByDefault = "aws:ebs/encryptionByDefault:EncryptionByDefault";
const amiCopy = "aws:ec2/amiCopy:AmiCopy";
const spotFleet = "aws:ec2/spotFleetRequest:SpotFleetRequest";
const batch = "aws:batch/computeEnvironment:ComputeEnvironment";

interface Launch {
  /** The property that would encrypt the disk. */
  readonly property: string;
  readonly exposed: string;
  /** The property of the image. */
  readonly image?: string;
  readonly isOne?: (view: ResourceView) => boolean;
}

/** Types that start servers, and the property without which the image decides about their disks. */
const launches: Readonly<Record<string, Launch>> = {
  "aws:ec2/launchTemplate:LaunchTemplate": {
    property: "blockDeviceMappings",
    exposed: "Servers from this template get the disks of their image, which may be unencrypted",
    image: "imageId",
  },
  // Source: "Simplify node lifecycle with managed node groups", Amazon EKS User Guide: encryption
  // needs a launch template.
  "aws:eks/nodeGroup:NodeGroup": {
    property: "launchTemplate",
    exposed: "The nodes' disks are not encrypted without a launch template",
  },
  [batch]: {
    property: "computeResources.launchTemplate",
    exposed: "The servers' disks are not encrypted without a launch template",
    // Fargate has no servers of the account.
    isOne: (environment) =>
      textsAt(environment, "computeResources.type").some((type) => !type.startsWith("FARGATE")),
  },
};

/**
 * Servers that are started without settings for their disks get unencrypted ones, unless the stack
 * turns encryption by default on or copies an encrypted image. `require-encrypted-volumes` checks
 * settings that are given, and instances.
 *
 * Source: Amazon EBS User Guide, "Enable Amazon EBS encryption by default".
 */
export const requireEncryptedLaunches: StackRule = {
  name: "require-encrypted-launches",
  description: "Launch templates, node groups and fleets encrypt the disks of their servers.",
  why: "An unencrypted snapshot can be read by anyone who gets hold of it.",
  fix: "Name the root device in blockDeviceMappings of a launch template, with encrypted set to true, or turn on encryption by default with aws.ebs.EncryptionByDefault.",
  equivalents: ["ec2-launch-templates-ebs-volume-encrypted", "CKV_AWS_341"],

  *checkStack(stack): Iterable<StackFinding> {
    if (isEncryptedByDefault(stack)) return;
    for (const [type, launch] of Object.entries(launches)) {
      for (const view of stack.ofType(type).filter(launch.isOne ?? (() => true))) {
        if (isGiven(view, launch.property) || hasEncryptedImage(stack, view, launch)) continue;
        const { exposed, property } = launch;
        yield { urn: view.urn, exposed, property, value: undefined };
      }
    }
    for (const fleet of stack.ofType(spotFleet)) {
      const specifications = elementsOf(fleet, "launchSpecifications");
      const index = specifications.findIndex((one) => !one.isSet("rootBlockDevices"));
      if (index < 0) continue;
      const exposed = "The servers get the root disk of their image, which may be unencrypted";
      const property = `launchSpecifications[${index}].rootBlockDevices`;
      yield { urn: fleet.urn, exposed, property, value: undefined };
    }
  },
};

const isEncryptedByDefault = (stack: StackView): boolean =>
  stack
    .ofType(encryptionByDefault)
    .some((setting) => !setting.isSet("enabled") || isTrue(setting.valueAt("enabled")));

const hasEncryptedImage = (stack: StackView, view: ResourceView, { image }: Launch): boolean =>
  image !== undefined &&
  stack
    .referred(view, image, amiCopy)
    .some((copy) => copy.hintsAt("encrypted").some((value) => isTrue(value)));
