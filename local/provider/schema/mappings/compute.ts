import type { Mappings, Target } from "../mapping.ts";

/** A disk is one mapping of CloudFormation's, in which most is about its volume. */
const disk = (path: string): Readonly<Record<string, Target>> => ({
  [`${path}.deleteOnTermination`]: "Ebs.DeleteOnTermination",
  [`${path}.encrypted`]: "Ebs.Encrypted",
  [`${path}.iops`]: "Ebs.Iops",
  [`${path}.kmsKeyId`]: "Ebs.KmsKeyId",
  [`${path}.snapshotId`]: "Ebs.SnapshotId",
  [`${path}.volumeSize`]: "Ebs.VolumeSize",
  [`${path}.volumeType`]: "Ebs.VolumeType",
});

/** The one that Pulumi's provider takes if none is given. */
const defaultVersion = { Version: "$Default" };

export const computeMappings: Mappings = {
  "aws:ec2/instance:Instance": {
    schema: "AWS::EC2::Instance",
    names: {
      ami: "ImageId",
      ebsBlockDevices: "BlockDeviceMappings",
      ...disk("ebsBlockDevices"),
      hibernation: "HibernationOptions.Configured",
      "launchTemplate.id": { to: "LaunchTemplateId", with: defaultVersion },
      "launchTemplate.name": { to: "LaunchTemplateName", with: defaultVersion },
      placementGroup: "PlacementGroupName",
      privateIp: "PrivateIpAddress",
      userDataBase64: "UserData",
      vpcSecurityGroupIds: "SecurityGroupIds",
    },
    replaces: [
      "associatePublicIpAddress",
      "ebsBlockDevices",
      "ephemeralBlockDevices",
      "hibernation",
      "placementGroup",
      "tenancy",
    ],
  },
};
