import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Properties } from "../../graph/resource.ts";
import { signatureKey, unknownValue } from "../../graph/signatures.ts";
import { loadTypeSchemas, type TypeSchemas } from "./index.ts";

const sg = "sg-0123456789abcdef0";
const subnet = "subnet-0123456789abcdef0";
const vpc = "vpc-0123abcd";
const role = "arn:aws:iam::123456789012:role/service";
const code = new pulumi.asset.AssetArchive({});

const policy = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const trust = {
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
};

/** Inputs that AWS takes, by type. */
const accepted: Record<string, Properties> = {
  "aws:apigateway/methodSettings:MethodSettings": {
    restApi: "abcdefghij",
    stageName: "live",
    methodPath: "*/*",
    settings: { throttlingBurstLimit: -1, throttlingRateLimit: 10.5, loggingLevel: "INFO" },
  },
  "aws:apigateway/restApi:RestApi": { body: "{}", endpointConfiguration: { types: "REGIONAL" } },
  "aws:apigateway/stage:Stage": { restApi: "abcdefghij", stageName: "live", deployment: "abc123" },
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
  "aws:cognito/userPool:UserPool": {
    passwordPolicy: { minimumLength: 12, requireSymbols: true },
    schemas: [
      {
        name: "tenant",
        attributeDataType: "String",
        stringAttributeConstraints: { minLength: "1", maxLength: 64 },
      },
    ],
    mfaConfiguration: "OPTIONAL",
    softwareTokenMfaConfiguration: { enabled: true },
    emailConfiguration: { emailSendingAccount: "COGNITO_DEFAULT", replyToEmailAddress: "" },
    tags: { team: "a" },
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    userPoolId: "us-east-1_012345678",
    refreshTokenValidity: 0,
    allowedOauthFlows: ["code"],
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
    serverSideEncryption: {
      enabled: true,
      kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/0123",
    },
  },
  "aws:ec2/flowLog:FlowLog": { vpcId: vpc, trafficType: "ALL", iamRoleArn: role },
  "aws:ec2/instance:Instance": {
    ami: "ami-0123456789abcdef0",
    instanceType: "t4g.nano",
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
  "aws:s3/bucket:Bucket": { bucket: "my-bucket.logs" },
  "aws:sns/topic:Topic": { fifoTopic: false, kmsMasterKeyId: "alias/aws/sns" },
  "aws:sqs/queue:Queue": {
    visibilityTimeoutSeconds: 30,
    contentBasedDeduplication: false,
    redrivePolicy:
      '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:q","maxReceiveCount":3}',
  },
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
    securityGroupId: sg,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    cidrIpv4: "10.0.0.0/8",
  },
};

/** What AWS does not take: a type, inputs beyond the accepted ones, a property and its reason. */
const refused: [
  kind: string,
  type: string,
  inputs: Properties,
  property: string,
  reason: RegExp,
][] = [
  ["required", "aws:ec2/subnet:Subnet", { vpcId: undefined }, "vpcId", /^is required$/],
  ["required", "aws:ec2/subnet:Subnet", { vpcId: "" }, "vpcId", /^is required$/],
  [
    "required",
    "aws:ec2/subnet:Subnet",
    { cidrBlock: undefined },
    "cidrBlock",
    /^or ipv4IpamPoolId or .* is required$/,
  ],
  ["required", "aws:apigateway/stage:Stage", { restApi: undefined }, "restApi", /^is required$/],
  [
    "required",
    "aws:dynamodb/table:Table",
    { hashKey: undefined, rangeKey: undefined },
    "hashKey",
    /is required$/,
  ],
  ["required", "aws:lambda/function:Function", { code: undefined }, "code", /^is required$/],
  ["required", "aws:ec2/flowLog:FlowLog", { vpcId: undefined }, "eniId", /or vpcId is required$/],
  [
    "required within",
    "aws:dynamodb/table:Table",
    { attributes: [{ name: "owner" }] },
    "attributes[0].type",
    /^is required$/,
  ],
  [
    "required in a part",
    "aws:ec2/networkAcl:NetworkAcl",
    { ingress: [{ action: "allow", ruleNo: 1, protocol: 6 }] },
    "ingress[0].ipv6CidrBlock",
    /^or cidrBlock is required$/,
  ],
  [
    "required in JSON",
    "aws:ecs/taskDefinition:TaskDefinition",
    { containerDefinitions: '[{"name":"c"}]' },
    "containerDefinitions[0].image",
    /^is required$/,
  ],
  [
    "required by another",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    { fromPort: undefined },
    "fromPort",
    /^is required$/,
  ],
  [
    "exactly one",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    { cidrIpv4: undefined },
    "cidrIpv4",
    /^or cidrIpv6 or prefixListId or referencedSecurityGroupId is required$/,
  ],
  [
    "exactly one",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    { cidrIpv6: "::/0" },
    "cidrIpv6",
    /^can't be set together with cidrIpv4$/,
  ],
  [
    "excluded",
    "aws:ec2/subnet:Subnet",
    { availabilityZone: "us-east-1a", availabilityZoneId: "use1-az1" },
    "availabilityZoneId",
    /^can't be set together with availabilityZone$/,
  ],
  [
    "type",
    "aws:ec2/subnet:Subnet",
    { mapPublicIpOnLaunch: "perhaps" },
    "mapPublicIpOnLaunch",
    /^must be true or false; it is "perhaps"$/,
  ],
  [
    "type",
    "aws:lambda/function:Function",
    { memorySize: "much" },
    "memorySize",
    /^must be a whole number; it is "much"$/,
  ],
  [
    "enum",
    "aws:ec2/flowLog:FlowLog",
    { trafficType: "EVERYTHING" },
    "trafficType",
    /^must be one of "ACCEPT", "ALL", "REJECT"; it is "EVERYTHING"$/,
  ],
  [
    "enum",
    "aws:lambda/function:Function",
    { runtime: "node24" },
    "runtime",
    /^must be one of .*; it is "node24"$/,
  ],
  [
    "enum",
    "aws:lambda/function:Function",
    { architectures: ["arm"] },
    "architectures[0]",
    /^must be one of "x86_64", "arm64"/,
  ],
  [
    "enum",
    "aws:cloudwatch/logGroup:LogGroup",
    { retentionInDays: 31 },
    "retentionInDays",
    /^must be one of 1, 3, 5.*; it is 31$/,
  ],
  [
    "enum",
    "aws:ec2/networkAcl:NetworkAcl",
    { egress: [{ action: "refuse", ruleNo: 1, protocol: "-1", cidrBlock: "0.0.0.0/0" }] },
    "egress[0].action",
    /^must be one of "allow", "deny"/,
  ],
  [
    "enum in JSON",
    "aws:iam/role:Role",
    { assumeRolePolicy: policy({ ...trust, Effect: "Alow" }) },
    "assumeRolePolicy.Statement[0].Effect",
    /^must be one of "Allow", "Deny"; it is "Alow"$/,
  ],
  [
    "range",
    "aws:cognito/userPool:UserPool",
    { passwordPolicy: { minimumLength: 5 } },
    "passwordPolicy.minimumLength",
    /^must be 6 to 99; it is 5$/,
  ],
  [
    "range",
    "aws:lambda/function:Function",
    { timeout: 901 },
    "timeout",
    /^must be at most 900; it is 901$/,
  ],
  [
    "range",
    "aws:sqs/queue:Queue",
    { visibilityTimeoutSeconds: 43_201 },
    "visibilityTimeoutSeconds",
    /^must be 0 to 43200; it is 43201$/,
  ],
  [
    "range",
    "aws:lb/targetGroup:TargetGroup",
    { healthCheck: { interval: 1 } },
    "healthCheck.interval",
    /^must be 5 to 300; it is 1$/,
  ],
  [
    "range",
    "aws:apigateway/methodSettings:MethodSettings",
    { settings: { throttlingBurstLimit: -2 } },
    "settings.throttlingBurstLimit",
    /^must be at least 0; it is -2$/,
  ],
  [
    "multiple",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    { period: 61 },
    "period",
    /^must be a multiple of 60; it is 61$/,
  ],
  [
    "length",
    "aws:ec2/securityGroup:SecurityGroup",
    { description: "x".repeat(256) },
    "description",
    /^must have 0 to 255 characters; it is "x+…" \(256 characters\)$/,
  ],
  [
    "length",
    "aws:cognito/userPool:UserPool",
    { schemas: [{ name: "x".repeat(21), attributeDataType: "String" }] },
    "schemas[0].name",
    /^must have 1 to 20 characters; it is /,
  ],
  [
    "length of a tag",
    "aws:lambda/function:Function",
    { tags: { a: "x".repeat(257) } },
    "tags.a",
    /^must have 0 to 256 characters/,
  ],
  ["pattern", "aws:iam/role:Role", { name: "a role" }, "name", /^must match .*; it is "a role"$/],
  [
    "pattern",
    "aws:sqs/queue:Queue",
    { name: "orders", fifoQueue: true },
    "name",
    /^must match .*fifo\$; it is "orders"$/,
  ],
  [
    "pattern",
    "aws:cognito/userPoolClient:UserPoolClient",
    { userPoolId: "pool" },
    "userPoolId",
    /^must match /,
  ],
  [
    "pattern",
    "aws:ec2/securityGroup:SecurityGroup",
    { description: "für alle" },
    "description",
    /^must match /,
  ],
  [
    "name",
    "aws:lambda/function:Function",
    { environment: { variables: { AWS_REGION: "a" } } },
    "environment.variables",
    /^is not what AWS takes here; it is "AWS_REGION"$/,
  ],
  [
    "unknown name in JSON",
    "aws:iam/role:Role",
    { assumeRolePolicy: policy({ ...trust, Actions: [] }) },
    "assumeRolePolicy.Statement[0].Actions",
    /^is not a name that AWS takes here$/,
  ],
  [
    "array size",
    "aws:lb/loadBalancer:LoadBalancer",
    { subnets: [subnet] },
    "subnets",
    /^must have at least 2 items/,
  ],
  [
    "array size",
    "aws:lambda/function:Function",
    { architectures: ["arm64", "x86_64"] },
    "architectures",
    /^must have 1 to 1 items/,
  ],
  [
    "unique items",
    "aws:lb/loadBalancer:LoadBalancer",
    { subnets: [subnet, subnet] },
    "subnets",
    /^must not have the same item twice/,
  ],
  [
    "unique keys",
    "aws:dynamodb/table:Table",
    {
      attributes: [
        { name: "owner", type: "S" },
        { name: "owner", type: "N" },
      ],
    },
    "attributes",
    /^must not have the same item twice/,
  ],
  [
    "network",
    "aws:ec2/vpc:Vpc",
    { cidrBlock: "10.0.0.0/33" },
    "cidrBlock",
    /^must be an IPv4 network .*; it is "10.0.0.0\/33"$/,
  ],
  [
    "network",
    "aws:ec2/subnet:Subnet",
    { cidrBlock: "10.0.0.1/24" },
    "cidrBlock",
    /^must be an IPv4 network /,
  ],
  [
    "network",
    "aws:ec2/securityGroup:SecurityGroup",
    {
      ingress: [
        { protocol: "tcp", fromPort: 1, toPort: 1, cidrBlocks: ["10.0.0.0/8", "10.0.0.0"] },
      ],
    },
    "ingress[0].cidrBlocks[1]",
    /^must be an IPv4 network /,
  ],
  [
    "network",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    { cidrIpv4: undefined, cidrIpv6: "0.0.0.0/0" },
    "cidrIpv6",
    /^must be an IPv6 network /,
  ],
  [
    "ARN",
    "aws:lambda/function:Function",
    { role: "service" },
    "role",
    /^must be the ARN of an IAM role; it is "service"$/,
  ],
  [
    "ARN",
    "aws:ec2/flowLog:FlowLog",
    { iamRoleArn: "arn:aws:iam::1234:role/x" },
    "iamRoleArn",
    /^must be the ARN of an IAM role/,
  ],
  [
    "ARN",
    "aws:ec2/flowLog:FlowLog",
    { logDestination: "arn:aws:logs:log-group:x" },
    "logDestination",
    /^must be an ARN such as/,
  ],
  [
    "ARN by name",
    "aws:ecs/service:Service",
    { loadBalancers: [{ containerName: "c", containerPort: 80, targetGroupArn: "tg" }] },
    "loadBalancers[0].targetGroupArn",
    /^must be an ARN such as/,
  ],
  [
    "ARN",
    "aws:cognito/userPool:UserPool",
    { lambdaConfig: { preSignUp: role } },
    "lambdaConfig.preSignUp",
    /^must be the ARN of a Lambda function/,
  ],
  [
    "ARN in JSON",
    "aws:iam/rolePolicy:RolePolicy",
    { role: "r", policy: policy({ Effect: "Allow", Action: "s3:*", Resource: "bucket" }) },
    "policy.Statement[0].Resource",
    /^must match /,
  ],
  [
    "id",
    "aws:ec2/subnet:Subnet",
    { vpcId: "vpc-123" },
    "vpcId",
    /^must be an id such as "vpc-0123abcd" \(8 or 17 hexadecimal digits\); it is "vpc-123"$/,
  ],
  [
    "id",
    "aws:ec2/natGateway:NatGateway",
    { allocationId: "203.0.113.1" },
    "allocationId",
    /^must be an id such as "eipalloc-0123abcd"/,
  ],
  [
    "id",
    "aws:ec2/networkAcl:NetworkAcl",
    { subnetIds: ["private"] },
    "subnetIds[0]",
    /^must be an id such as "subnet-0123abcd"/,
  ],
  [
    "id",
    "aws:lambda/function:Function",
    { vpcConfig: { subnetIds: ["subnet-xyz"], securityGroupIds: [sg] } },
    "vpcConfig.subnetIds[0]",
    /^must be an id such as "subnet-0123abcd"/,
  ],
  [
    "id",
    "aws:ec2/instance:Instance",
    { ami: "ubuntu" },
    "ami",
    /^must be an id such as "ami-0123abcd"/,
  ],
  [
    "one of some forms",
    "aws:sns/topic:Topic",
    { kmsMasterKeyId: "my key" },
    "kmsMasterKeyId",
    /^must be the ARN of a KMS key, or a KMS key's id, or .*alias; it is "my key"$/,
  ],
  [
    "combination",
    "aws:ecs/taskDefinition:TaskDefinition",
    { memory: "4096" },
    "cpu",
    /^is not one that AWS takes: cpu, memory are "256", "4096"$/,
  ],
  [
    "JSON",
    "aws:iam/role:Role",
    { assumeRolePolicy: "{" },
    "assumeRolePolicy",
    /^must be JSON; it is "\{"$/,
  ],
  [
    "JSON",
    "aws:ecs/taskDefinition:TaskDefinition",
    { containerDefinitions: "[nginx]" },
    "containerDefinitions",
    /^must be JSON/,
  ],
  [
    "false schema",
    "aws:lb/targetGroup:TargetGroup",
    { targetType: "lambda" },
    "port",
    /^can't be set here; it is 80$/,
  ],
];

describe("AWS's schemas of resource types", function () {
  this.timeout(120_000);
  let schemas: TypeSchemas;

  before(async () => {
    schemas = await loadTypeSchemas("us-east-1", console.log);
  });

  describe("take", () => {
    for (const [type, inputs] of Object.entries(accepted)) {
      it(type, () => assert.deepEqual(schemas.check(type, inputs), []));
    }

    it("types that they do not know", () => {
      assert.deepEqual(schemas.check("random:index/randomId:RandomId", { byteLength: -1 }), []);
    });

    it("properties that they do not know, and what the engine adds", () => {
      const inputs = { ...accepted["aws:ec2/vpc:Vpc"], __defaults: [], unheardOf: { a: [1] } };

      assert.deepEqual(schemas.check("aws:ec2/vpc:Vpc", inputs), []);
    });
  });

  describe("refuse", () => {
    for (const [kind, type, inputs, property, reason] of refused) {
      it(`${kind}: ${type} ${JSON.stringify(inputs).slice(0, 80)}`, () => {
        const failures = schemas.check(type, { ...accepted[type], ...inputs });

        assert.deepEqual(
          failures.map((failure) => failure.property),
          [property],
          JSON.stringify(failures),
        );
        assert.match(failures[0]!.reason, reason);
      });
    }

    it("without showing a password", () => {
      const [failure] = schemas.check("aws:rds/instance:Instance", {
        ...accepted["aws:rds/instance:Instance"],
        password: ["hunter2"],
      });

      assert.equal(failure?.reason, "must be a text");
    });
  });

  describe("leave open what is unknown", () => {
    for (const [type, inputs] of Object.entries(accepted)) {
      it(type, () => {
        for (const property of Object.keys(inputs)) {
          const failures = schemas.check(type, { ...inputs, [property]: unknownValue });
          assert.deepEqual(failures, [], property);
        }
      });
    }

    it("at every depth", () => {
      const failures = [
        schemas.check("aws:ec2/securityGroup:SecurityGroup", {
          ingress: [{ protocol: unknownValue, fromPort: unknownValue, cidrBlocks: [unknownValue] }],
        }),
        schemas.check("aws:lambda/function:Function", {
          code: { [signatureKey]: "0def7320c3a5731c473e5ecbe6d01bc7" },
          role: unknownValue,
          environment: { variables: { A_URL: unknownValue } },
          vpcConfig: { subnetIds: [unknownValue, unknownValue], securityGroupIds: unknownValue },
        }),
        schemas.check("aws:lb/loadBalancer:LoadBalancer", { subnets: unknownValue }),
        schemas.check("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
          ...accepted["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"],
          cidrIpv6: unknownValue,
        }),
      ];

      assert.deepEqual(failures, [[], [], [], []]);
    });

    it("while they refuse the rest", () => {
      const failures = schemas.check("aws:ec2/flowLog:FlowLog", {
        vpcId: unknownValue,
        trafficType: "EVERYTHING",
      });

      assert.deepEqual(
        failures.map(({ property }) => property),
        ["trafficType"],
      );
    });
  });

  describe("tell what a change replaces", () => {
    for (const [type, property, expected] of [
      ["aws:ec2/subnet:Subnet", "cidrBlock", true],
      ["aws:ec2/subnet:Subnet", "tags", false],
      ["aws:ec2/subnet:Subnet", "mapPublicIpOnLaunch", false],
      ["aws:ec2/subnet:Subnet", "region", true],
      ["aws:ec2/vpc:Vpc", "instanceTenancy", false],
      ["aws:ec2/flowLog:FlowLog", "vpcId", true],
      ["aws:ec2/securityGroup:SecurityGroup", "description", true],
      ["aws:ec2/securityGroup:SecurityGroup", "ingress", false],
      ["aws:ec2/routeTableAssociation:RouteTableAssociation", "routeTableId", false],
      ["aws:ec2/routeTableAssociation:RouteTableAssociation", "subnetId", true],
      ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "fromPort", false],
      ["aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "securityGroupId", true],
      ["aws:apigateway/deployment:Deployment", "triggers", true],
      ["aws:apigateway/deployment:Deployment", "restApi", true],
      ["aws:apigateway/deployment:Deployment", "description", false],
      ["aws:apigateway/stage:Stage", "deployment", false],
      ["aws:cognito/userPool:UserPool", "name", true],
      ["aws:cognito/userPool:UserPool", "schemas", false],
      ["aws:dynamodb/table:Table", "hashKey", true],
      ["aws:dynamodb/table:Table", "billingMode", false],
      ["aws:ecs/service:Service", "cluster", true],
      ["aws:ecs/service:Service", "taskDefinition", false],
      ["aws:ecs/taskDefinition:TaskDefinition", "containerDefinitions", true],
      ["aws:ecs/taskDefinition:TaskDefinition", "skipDestroy", false],
      ["aws:ecs/taskDefinition:TaskDefinition", "tags", false],
      ["aws:iam/role:Role", "name", true],
      ["aws:iam/role:Role", "namePrefix", true],
      ["aws:iam/role:Role", "assumeRolePolicy", false],
      ["aws:lambda/function:Function", "name", true],
      ["aws:lambda/function:Function", "code", false],
      ["aws:lambda/permission:Permission", "statementId", true],
      ["aws:lb/loadBalancer:LoadBalancer", "internal", true],
      ["aws:lb/targetGroup:TargetGroup", "port", true],
      ["aws:lb/targetGroup:TargetGroup", "healthCheck", false],
      ["aws:rds/instance:Instance", "identifier", false],
      ["aws:rds/instance:Instance", "username", true],
      ["random:index/randomId:RandomId", "byteLength", false],
    ] as const) {
      it(`${type} ${property}: ${expected}`, () => {
        assert.equal(schemas.replaces(type, property), expected);
      });
    }
  });

  describe("find what inputs refer to", () => {
    const arn = (resource: string) => `arn:aws:${resource}`;
    const functionArn = arn("lambda:us-east-1:123456789012:function:f");
    const cases: [
      type: string,
      inputs: Properties,
      references: [string, string, string, string][],
    ][] = [
      [
        "aws:lambda/function:Function",
        {
          role,
          vpcConfig: { subnetIds: [subnet, unknownValue], securityGroupIds: [sg] },
          loggingConfig: { logGroup: "logs" },
          kmsKeyArn: arn("kms:eu-west-1:123456789012:key/elsewhere"),
        },
        [
          ["role", role, "AWS::IAM::Role", "arn"],
          ["vpcConfig.subnetIds[0]", subnet, "AWS::EC2::Subnet", "id"],
          ["vpcConfig.securityGroupIds[0]", sg, "AWS::EC2::SecurityGroup", "id"],
          ["loggingConfig.logGroup", "logs", "AWS::Logs::LogGroup", "name"],
        ],
      ],
      [
        "aws:apigateway/stage:Stage",
        {
          restApi: "abcdefghij",
          deployment: "abc123",
          stageName: "live",
          accessLogSettings: {
            destinationArn: arn("logs:us-east-1:123456789012:log-group:a:*"),
            format: "",
          },
        },
        [
          ["restApi", "abcdefghij", "AWS::ApiGateway::RestApi", "id"],
          ["deployment", "abc123", "AWS::ApiGateway::Deployment", "id"],
        ],
      ],
      ["aws:cloudwatch/logGroup:LogGroup", { name: "logs" }, []],
      [
        "aws:ec2/flowLog:FlowLog",
        { vpcId: vpc, logDestination: arn("logs:us-east-1:123456789012:log-group:a") },
        [
          ["vpcId", vpc, "AWS::EC2::VPC", "id"],
          [
            "logDestination",
            arn("logs:us-east-1:123456789012:log-group:a"),
            "AWS::Logs::LogGroup",
            "arn",
          ],
        ],
      ],
      [
        "aws:lambda/permission:Permission",
        {
          function: `${functionArn}:live`,
          action: "*",
          principal: "*",
          sourceArn: arn("sns:us-east-1:123456789012:*"),
        },
        [["function", functionArn, "AWS::Lambda::Function", "arn"]],
      ],
      [
        "aws:lambda/permission:Permission",
        { function: "f", action: "*", principal: "*" },
        [["function", "f", "AWS::Lambda::Function", "name"]],
      ],
      [
        "aws:ec2/networkAcl:NetworkAcl",
        { vpcId: vpc, subnetIds: [subnet] },
        [
          ["vpcId", vpc, "AWS::EC2::VPC", "id"],
          ["subnetIds[0]", subnet, "AWS::EC2::Subnet", "id"],
        ],
      ],
      [
        "aws:cognito/userPoolClient:UserPoolClient",
        { userPoolId: "us-east-1_012345678" },
        [["userPoolId", "us-east-1_012345678", "AWS::Cognito::UserPool", "id"]],
      ],
      [
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        { role: "service", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        [["role", "service", "AWS::IAM::Role", "name"]],
      ],
    ];
    for (const [type, inputs, expected] of cases) {
      it(`${type} ${JSON.stringify(Object.keys(inputs))}`, () => {
        const found = schemas.references(type, inputs);

        assert.deepEqual(
          found.map(({ property, value, to, attribute }) => [property, value, to, attribute]),
          expected,
        );
      });
    }
  });

  it("tell which properties they check", () => {
    const { checked, unchecked } = schemas.coverage("aws:lb/targetGroup:TargetGroup", {
      port: 80,
      healthCheck: { path: "/" },
      deregistrationDelay: 30,
      stickiness: [{ type: "lb_cookie" }],
      tags: { a: "b", c: "d" },
    });

    assert.deepEqual(checked, ["port", "healthCheck.path", "tags"]);
    assert.deepEqual(unchecked, ["deregistrationDelay", "stickiness.type"]);
  });

  it("are there for a region that nobody knows", async () => {
    const there = await loadTypeSchemas("mars-north-1", console.log);

    assert.equal(there.check("aws:ec2/subnet:Subnet", { cidrBlock: "x", vpcId: vpc }).length, 1);
  });
});
