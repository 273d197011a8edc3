import * as pulumi from "@pulumi/pulumi";
import type { Properties } from "../../../graph/resource.ts";
import { acceptedEdge } from "./acceptedEdge.ts";
import { acceptedIdentity } from "./acceptedIdentity.ts";
import { acceptedGateway } from "./acceptedServices.ts";
import { acceptedServices } from "./acceptedServices.ts";
import { policy, role, sg, subnet, trust, vpc } from "./samples.ts";

const code = new pulumi.asset.AssetArchive({});

/** Inputs that AWS accepts, by type. */
export const accepted: Record<string, Properties> = {
  ...acceptedEdge,
  ...acceptedGateway,
  ...acceptedIdentity,
  ...acceptedServices,
  "aws:appautoscaling/policy:Policy": {
    name: "dev-orders-cpu-0123456",
    serviceNamespace: "ecs",
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: "service/c/s",
    policyType: "TargetTrackingScaling",
    targetTrackingScalingPolicyConfiguration: {
      targetValue: 60,
      predefinedMetricSpecification: {
        predefinedMetricType: "ALBRequestCountPerTarget",
        resourceLabel: "app/a/0123456789abcdef/targetgroup/b/0123456789abcdef",
      },
      scaleInCooldown: 300,
      scaleOutCooldown: 60,
    },
  },
  "aws:appautoscaling/target:Target": {
    serviceNamespace: "ecs",
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: "service/c/s",
    minCapacity: 1,
    maxCapacity: 4,
  },
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": {
    configurationName: "dev-page",
    slackTeamId: "T0123ABCDEF",
    slackChannelId: "C0123ABCDEF",
    iamRoleArn: "arn:aws:iam::123456789012:role/dev-page-chat",
    snsTopicArns: ["arn:aws:sns:us-east-1:123456789012:dev-page"],
    guardrailPolicyArns: ["arn:aws:iam::aws:policy/CloudWatchReadOnlyAccess"],
    loggingLevel: "ERROR",
  },
  "aws:chatbot/teamsChannelConfiguration:TeamsChannelConfiguration": {
    configurationName: "dev-page",
    tenantId: "01234567-89ab-cdef-0123-456789abcdef",
    teamId: "01234567-89ab-cdef-0123-456789abcdef",
    channelId: "19%3Aabc%40thread.tacv2",
    iamRoleArn: "arn:aws:iam::123456789012:role/dev-page-chat",
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    alarmName: "dev-region",
    alarmRule: 'ALARM("a") OR ALARM("b")',
    alarmActions: ["arn:aws:sns:us-east-1:123456789012:alarms"],
    actionsSuppressor: { alarm: "deploying", extensionPeriod: 10, waitPeriod: 20 },
  },
  "aws:cloudwatch/contributorInsightRule:ContributorInsightRule": {
    ruleName: "dev-calls-by-caller",
    ruleDefinition: "{}",
    ruleState: "ENABLED",
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    dashboardName: "dev-us-east-1",
    dashboardBody: '{"widgets":[]}',
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    logGroupName: "access",
    pattern: '{ $.errorType = "THROTTLED" }',
    metricTransformation: {
      name: "throttled",
      namespace: "Palisade",
      value: "1",
      unit: "Count",
      dimensions: { status: "$.status" },
    },
  },
  "aws:cloudwatch/logGroup:LogGroup": { name: "/aws/lambda/x", retentionInDays: 0 },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 2,
    metricName: "Errors",
    namespace: "AWS/Lambda",
    period: 60,
    statistic: "Sum",
    threshold: 1,
    dimensions: { FunctionName: "f" },
    alarmActions: [
      "arn:aws:sns:us-east-1:123456789012:alarms",
      "arn:aws:automate:us-east-1:ec2:stop",
    ],
  },
  "aws:dynamodb/table:Table": {
    billingMode: "PAY_PER_REQUEST",
    rangeKey: "id",
    hashKey: "owner",
    attributes: [
      { name: "owner", type: "S" },
      { name: "id", type: "S" },
    ],
    ttl: { attributeName: "expires" },
    streamEnabled: true,
    streamViewType: "NEW_AND_OLD_IMAGES",
    replicas: [{ regionName: "eu-west-1", pointInTimeRecovery: true, propagateTags: true }],
    serverSideEncryption: {
      enabled: true,
      kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/0123",
    },
  },
  "aws:ec2/flowLog:FlowLog": { vpcId: vpc, trafficType: "ALL", iamRoleArn: role },
  "aws:ec2/instance:Instance": {
    ami: "ami-0123456789abcdef0",
    instanceType: "t4g.nano",
    launchTemplate: { id: "lt-0123abcd" },
    subnetId: subnet,
    vpcSecurityGroupIds: [sg],
    ebsBlockDevices: [{ deviceName: "/dev/sdf", volumeSize: 8, volumeType: "gp3" }],
  },
  "aws:ec2/internetGateway:InternetGateway": { vpcId: vpc },
  "aws:ec2/natGateway:NatGateway": { subnetId: subnet, allocationId: "eipalloc-0123abcd" },
  "aws:ec2/networkAcl:NetworkAcl": {
    vpcId: vpc,
    subnetIds: [subnet],
    ingress: [
      {
        action: "allow",
        protocol: "tcp",
        ruleNo: 100,
        cidrBlock: "0.0.0.0/0",
        fromPort: 0,
        toPort: 0,
      },
      { action: "deny", protocol: "-1", ruleNo: 200, ipv6CidrBlock: "::/0" },
    ],
  },
  "aws:ec2/route:Route": {
    routeTableId: "rtb-0123abcd",
    destinationCidrBlock: "0.0.0.0/0",
    natGatewayId: "nat-0123456789abcdef0",
  },
  "aws:ec2/routeTable:RouteTable": {
    vpcId: vpc,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-0123abcd" }],
  },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    routeTableId: "rtb-0123abcd",
    gatewayId: "igw-0123abcd",
  },
  "aws:ec2/securityGroup:SecurityGroup": {
    vpcId: vpc,
    egress: [
      {
        protocol: "-1",
        fromPort: 0,
        toPort: 0,
        cidrBlocks: ["0.0.0.0/0"],
        ipv6CidrBlocks: ["::/0"],
      },
    ],
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: "443", self: true, securityGroups: [sg] }],
  },
  "aws:ec2/subnet:Subnet": { vpcId: vpc, cidrBlock: "10.0.1.0/24", tags: { Name: "a" } },
  "aws:ec2/vpc:Vpc": { cidrBlock: "10.0.0.0/16", instanceTenancy: "default" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": {
    vpcId: vpc,
    serviceName: "com.amazonaws.us-east-1.s3",
    policy: policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }),
  },
  "aws:ecr/repository:Repository": { encryptionConfigurations: [{ encryptionType: "AES256" }] },
  "aws:ecs/service:Service": {
    cluster: "arn:aws:ecs:us-east-1:123456789012:cluster/c",
    taskDefinition: "arn:aws:ecs:us-east-1:123456789012:task-definition/t:1",
    propagateTags: "NONE",
    launchType: "FARGATE",
    networkConfiguration: { assignPublicIp: false, subnets: [subnet], securityGroups: [sg] },
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    family: "t",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: JSON.stringify([{ name: "c", image: "i", cpu: 0, command: null }]),
  },
  "aws:iam/role:Role": {
    assumeRolePolicy: policy({ Sid: "", ...trust }),
    maxSessionDuration: 3600,
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    role: "service",
    policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
  },
  "aws:lambda/function:Function": {
    code,
    role,
    runtime: "nodejs24.x",
    handler: "index.handler",
    timeout: 30,
    reservedConcurrentExecutions: -1,
    environment: { variables: { LEVEL: 1 } },
  },
  "aws:lambda/permission:Permission": {
    action: "lambda:InvokeFunction",
    function: "f",
    principal: "apigateway.amazonaws.com",
    sourceArn: "arn:aws:execute-api:us-east-1:123456789012:abcdefghij/*/GET/x",
  },
  "aws:lb/loadBalancer:LoadBalancer": { internal: true, subnets: [subnet, "subnet-0123abcd"] },
  "aws:lb/targetGroup:TargetGroup": {
    targetType: "ip",
    port: 80,
    protocol: "HTTP",
    vpcId: vpc,
    healthCheck: { path: "/", matcher: "200-299", interval: 30 },
  },
  "aws:rds/instance:Instance": {
    instanceClass: "db.t4g.micro",
    engine: "postgres",
    allocatedStorage: 20,
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    securityGroupId: sg,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: "10.0.0.0/8",
  },
};
