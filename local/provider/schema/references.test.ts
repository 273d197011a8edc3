import assert from "node:assert/strict";
import type { Properties } from "../../graph/resource.ts";
import { unknownValue } from "../../../project/signatures.ts";
import { loadTypeSchemas, type TypeSchemas } from "./index.ts";
import { role, sg, subnet, vpc } from "./testing/samples.ts";

describe("AWS's schemas find the resources that inputs refer to", function () {
  this.timeout(120_000);
  let schemas: TypeSchemas;

  before(async () => {
    schemas = await loadTypeSchemas("us-east-1", console.log);
  });

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
