import assert from "node:assert/strict";
import { treatmentOf, unservedReason } from "./exportedTypes.ts";

/** What a program near a REST API may also have. */
const unserved = `
  aws:appautoscaling/policy:Policy aws:appsync/graphQLApi:GraphQLApi aws:athena/workgroup:Workgroup
  aws:cloudfront/distributionTenant:DistributionTenant
  aws:cloudwatch/eventApiDestination:EventApiDestination aws:cloudwatch/eventBusPolicy:EventBusPolicy
  aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter aws:cognito/identityPool:IdentityPool
  aws:cognito/identityProvider:IdentityProvider aws:cognito/userGroup:UserGroup
  aws:dynamodb/tableItem:TableItem aws:ec2/instance:Instance aws:efs/fileSystem:FileSystem
  aws:elasticache/cluster:Cluster aws:iam/user:User aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream
  aws:lambda/functionUrl:FunctionUrl
  aws:lambda/layerVersion:LayerVersion aws:lb/listenerRule:ListenerRule aws:pipes/pipe:Pipe
  aws:rds/cluster:Cluster aws:rds/instance:Instance aws:s3/bucketAcl:BucketAcl
  aws:s3/bucketCorsConfiguration:BucketCorsConfiguration aws:s3/bucketNotification:BucketNotification
  aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration
  aws:secretsmanager/secret:Secret aws:secretsmanager/secretVersion:SecretVersion
  aws:servicediscovery/service:Service
  aws:ssm/parameter:Parameter aws:wafv2/ipSet:IpSet
  aws-native:lambda:Function`
  .trim()
  .split(/\s+/);

describe("types of an export", () => {
  it("are named if something would miss them, and have no counterpart", () => {
    assert.deepEqual(
      unserved.filter((type) => treatmentOf(type) !== "unserved"),
      [],
    );
    assert.deepEqual([...new Set(unserved.map(unservedReason))], ["has no counterpart here"]);
  });

  it("of HTTP and WebSocket APIs are named as such", () => {
    assert.equal(treatmentOf("aws:apigatewayv2/route:Route"), "unserved");
    assert.match(unservedReason("aws:apigatewayv2/route:Route"), /only REST APIs are served/);
  });

  it("of other clouds are named, those that only a deployment needs are not", () => {
    const deployment = ["command:local:Command", "random:index/randomId:RandomId"];
    const others = ["kubernetes:core/v1:Service", "cloudflare:index/record:Record"];

    assert.deepEqual(deployment.map(treatmentOf), ["kept", "kept"]);
    assert.deepEqual(others.map(treatmentOf), ["unserved", "unserved"]);
    assert.match(unservedReason(others[0]!), /is of the package "kubernetes"/);
  });
});
