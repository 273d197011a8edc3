import { type Kinds, defaultVpc, named, network } from "./kind.ts";

/** Servers, containers, functions and their roles. */
export const computeKinds: Kinds = {
  "ec2.KeyPair": named("ec2:key-pair/", undefined, "keyName"),
  "ec2.Instance": {
    ...network("i", "instance", ({ hash }) => ({
      associatePublicIpAddress: false,
      capacityReservationSpecification: {
        capacityReservationPreference: "open",
        capacityReservationTarget: null,
      },
      ebsBlockDevices: [],
      ebsOptimized: false,
      iamInstanceProfile: "",
      instanceState: "running",
      launchTemplate: null,
      networkInterfaces: [],
      privateIp: "10.0.1.17",
      publicDns: "",
      publicIp: "",
      rootBlockDevice: {
        deleteOnTermination: true,
        deviceName: "/dev/xvda",
        encrypted: false,
        kmsKeyId: "",
        volumeId: `vol-0${hash.slice(5, 21)}`,
        volumeSize: 8,
        volumeType: "gp3",
      },
      sourceDestCheck: true,
      subnetId: defaultVpc.subnets[0],
      tenancy: "default",
    })),
  },
  "ec2.LaunchConfiguration": named("autoscaling:launchConfiguration:", () => ({
    associatePublicIpAddress: false,
    ebsBlockDevices: [],
    enableMonitoring: true,
  })),
  "ec2.LaunchTemplate": {
    ...network("lt", "launch-template", () => ({ defaultVersion: 1, latestVersion: 1 })),
    named: "name",
  },
  "autoscaling.Group": named("autoscaling:autoScalingGroup:", () => ({
    launchTemplate: null,
    loadBalancers: [],
    mixedInstancesPolicy: null,
    targetGroupArns: [],
  })),
  "ecs.Cluster": { ...named("ecs:cluster/"), isArnId: true },
  "ecs.TaskDefinition": {
    named: "family",
    arn: "ecs:task-definition/",
    outputs: () => ({ revision: 1 }),
  },
  "ecs.Service": {
    named: "name",
    arn: "ecs:service/",
    isArnId: true,
    outputs: () => ({ capacityProviderStrategies: [], enableExecuteCommand: false }),
  },
  "iam.Role": named("iam::role/", () => ({
    inlinePolicies: [],
    managedPolicyArns: [],
    path: "/",
    permissionsBoundary: "",
  })),
  "iam.Policy": { ...named("iam::policy/"), isArnId: true },
  "iam.RolePolicy": { named: "name" },
  "iam.InstanceProfile": named("iam::instance-profile/"),
  "lambda.Function": {
    named: "name",
    arn: "lambda:function:",
    outputs: ({ name, region, account }) => ({
      deadLetterConfig: null,
      environment: null,
      fileSystemConfig: null,
      imageConfig: null,
      invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:${account}:function:${name}/invocations`,
      layers: [],
      packageType: "Zip",
      vpcConfig: null,
    }),
  },
  "sfn.StateMachine": {
    ...named("states:stateMachine:", () => ({ type: "STANDARD" })),
    isArnId: true,
  },
  "eks.Cluster": named("eks:cluster/", ({ hash }) => ({
    encryptionConfig: null,
    vpcConfig: {
      clusterSecurityGroupId: `sg-0${hash.slice(3, 19)}`,
      endpointPrivateAccess: false,
      endpointPublicAccess: true,
      publicAccessCidrs: ["0.0.0.0/0"],
    },
  })),
};
