import assert from "node:assert/strict";
import { loadTypeSchemas, type TypeSchemas } from "./index.ts";

describe("AWS's schemas determine which changes replace a resource", function () {
  this.timeout(120_000);
  let schemas: TypeSchemas;

  before(async () => {
    schemas = await loadTypeSchemas("us-east-1", console.log);
  });

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
    ["aws:ec2/vpcEndpoint:VpcEndpoint", "policy", false],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", "serviceName", true],
    ["aws:sqs/queue:Queue", "fifoQueue", true],
    ["aws:sqs/queue:Queue", "delaySeconds", false],
    ["aws:sns/topicSubscription:TopicSubscription", "endpoint", true],
    ["aws:sns/topicSubscription:TopicSubscription", "filterPolicy", false],
    ["aws:kinesis/stream:Stream", "name", true],
    ["aws:kinesis/stream:Stream", "shardCount", false],
    ["aws:sfn/stateMachine:StateMachine", "type", true],
    ["aws:sfn/stateMachine:StateMachine", "definition", false],
    ["aws:cloudwatch/eventRule:EventRule", "eventBusName", true],
    ["aws:cloudwatch/eventTarget:EventTarget", "rule", true],
    ["aws:cloudwatch/eventTarget:EventTarget", "input", false],
    ["aws:s3/bucket:Bucket", "bucket", true],
    ["aws:s3/bucketVersioning:BucketVersioning", "bucket", true],
    ["aws:apigateway/apiKey:ApiKey", "value", true],
    ["aws:apigateway/apiKey:ApiKey", "name", false],
    ["aws:apigateway/domainName:DomainName", "domainName", true],
    ["aws:apigateway/usagePlan:UsagePlan", "apiStages", false],
    ["aws:apigateway/usagePlanKey:UsagePlanKey", "keyId", true],
    ["aws:apigatewayv2/vpcLink:VpcLink", "subnetIds", true],
    ["aws:wafv2/webAcl:WebAcl", "rules", false],
    ["aws:wafv2/webAcl:WebAcl", "scope", true],
    ["aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn", true],
    ["random:index/randomId:RandomId", "byteLength", false],
  ] as const) {
    it(`${type} ${property}: ${expected}`, () => {
      assert.equal(schemas.replaces(type, property), expected);
    });
  }
});
