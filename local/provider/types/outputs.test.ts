import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { AwsEndpoint } from "../../aws/endpoint.ts";
import type { Properties } from "../../graph/resource.ts";
import { accepted } from "../schema/testing/accepted.ts";
import { provide } from "../testing/provided.ts";
import { StubAws } from "../testing/stubs.ts";
import { awsKinds } from "./index.ts";

/** A value that responds to everything, in place of AWS's responses. */
const anything: unknown = new Proxy(() => {}, {
  get: (_, key) =>
    key === "send"
      ? async () => anything
      : key === "then"
        ? undefined
        : key === Symbol.toPrimitive
          ? () => "anything"
          : anything,
  apply: () => anything,
});

const noStatements = JSON.stringify({ Version: "2012-10-17", Statement: [] });

/** Inputs of types that `accepted` lacks, or that AWS's responses must fit. */
const more: Record<string, Properties> = {
  "aws:acm/certificateValidation:CertificateValidation": { certificateArn: "arn:c" },
  "aws:appautoscaling/scheduledAction:ScheduledAction": {
    serviceNamespace: "ecs",
    resourceId: "service/c/s",
  },
  "aws:cloudcontrol/resource:Resource": { typeName: "AWS::Cognito::UserPool", desiredState: "{}" },
  "aws:dynamodb/table:Table": { replicas: undefined },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": { repository: "r" },
  "aws:iam/policy:Policy": { policy: noStatements },
  "aws:iam/policyAttachment:PolicyAttachment": { policyArn: "arn:p" },
  "aws:sns/topicPolicy:TopicPolicy": { arn: "arn:t" },
  "aws:iam/rolePolicy:RolePolicy": { role: "r", policy: noStatements },
  "aws:lambda/alias:Alias": { name: "live", functionName: "f" },
  "aws:lambda/eventSourceMapping:EventSourceMapping": { functionName: "f" },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": { functionName: "f" },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
    functionName: "f",
    qualifier: "live",
  },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": { logGroup: "g" },
  "aws:lambda/invocation:Invocation": { functionName: "f" },
  "aws:secretsmanager/secretVersion:SecretVersion": { secretId: "s" },
  "aws:s3/bucketObject:BucketObject": { bucket: "b", key: "k", content: "" },
  "aws:s3/bucketObjectv2:BucketObjectv2": { bucket: "b", key: "k", content: "" },
  "aws:scheduler/schedule:Schedule": {
    scheduleExpression: "rate(1 hour)",
    flexibleTimeWindow: { mode: "OFF" },
  },
  "aws:sesv2/configurationSet:ConfigurationSet": { configurationSetName: "mails" },
  "aws:sesv2/emailIdentity:EmailIdentity": { emailIdentity: "a@example.com" },
  "aws:sesv2/emailIdentityMailFromAttributes:EmailIdentityMailFromAttributes": {
    emailIdentity: "example.com",
  },
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": { queueUrl: "q", redriveAllowPolicy: "{}" },
  "aws:sqs/redrivePolicy:RedrivePolicy": { queueUrl: "q", redrivePolicy: "{}" },
};

/** Outputs of a type that are no inputs, by the declarations of the aws package. */
function outputsOf(type: string): string[] {
  const [, module, name] = type.split(":") as [string, string, string];
  const path = module.replace("index/", "");
  const text = readFileSync(`node_modules/@pulumi/aws/${path}.d.ts`, "utf8");
  const state = text.indexOf(`export interface ${name}State`);
  const args = text.indexOf(`export interface ${name}Args`);
  const inputs = Array.from(text.slice(args).matchAll(/^ {4}(\w+)\??:/gm), ([, key]) => key!);
  const all = text.slice(text.indexOf(`declare class ${name} `), state);
  return Array.from(all.matchAll(/^ {4}readonly (\w+): pulumi\.Output</gm), ([, key]) => key!)
    .filter((key) => !inputs.includes(key))
    .sort();
}

/** Outputs that no type has here: times, and the tags of a provider's `defaultTags`. */
const never =
  /^(tagsAll|last(Modified\w*|ModificationDate)|(created?|creation)Date|notAfter|notBefore)$/;

/** Outputs that AWS has only in cases that do not occur here, such as IPv6, edge endpoints and signed code. */
const unset: Record<string, readonly string[]> = {
  "aws:apigateway/stage:Stage": ["webAclArn"],
  "aws:apigateway/domainName:DomainName": [
    "certificateUploadDate",
    "cloudfrontDomainName",
    "cloudfrontZoneId",
    "domainNameId",
  ],
  "aws:wafv2/webAcl:WebAcl": ["applicationIntegrationUrl"],
  "aws:cloudfront/distribution:Distribution": [
    "loggingV1Enabled",
    "trustedKeyGroups",
    "trustedSigners",
  ],
  "aws:cognito/userPool:UserPool": ["customDomain"],
  "aws:lambda/function:Function": ["signingJobArn", "signingProfileVersionArn"],
  "aws:acm/certificate:Certificate": [
    "pendingRenewal",
    "renewalEligibility",
    "renewalSummaries",
    "validationEmails",
  ],
  "aws:opensearch/domain:Domain": [
    "dashboardEndpointV2",
    "domainEndpointV2HostedZoneId",
    "endpointV2",
  ],
  "aws:sfn/stateMachine:StateMachine": ["description", "versionDescription"],
  "aws:sns/topic:Topic": ["beginningArchiveTime"],
  "aws:ec2/eip:Eip": ["associationId", "carrierIp", "customerOwnedIp", "ptrRecord"],
  "aws:ec2/natGateway:NatGateway": [
    "associationId",
    "autoProvisionZones",
    "autoScalingIps",
    "regionalNatGatewayAddresses",
    "regionalNatGatewayAutoMode",
    "routeTableId",
  ],
  "aws:ec2/route:Route": ["instanceId", "instanceOwnerId"],
  "aws:ec2/subnet:Subnet": ["ipv6CidrBlockAssociationId"],
  "aws:ec2/vpc:Vpc": ["ipv6AssociationId"],
};

/** Outputs about what this machine does not have: chats, network interfaces, capacities, revisions, other accounts. */
const absent: Record<string, readonly string[]> = {
  "aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration": [
    "slackChannelName",
    "slackTeamName",
  ],
  "aws:apigateway/account:Account": ["apiKeyVersion", "features", "throttleSettings"],
  "aws:apigateway/usagePlanKey:UsagePlanKey": ["name", "value"],
  "aws:wafv2/webAcl:WebAcl": ["capacity", "lockToken"],
  "aws:cognito/userPool:UserPool": ["domain", "estimatedNumberOfUsers"],
  "aws:cognito/userPoolDomain:UserPoolDomain": ["s3Bucket", "version"],
  "aws:lambda/eventSourceMapping:EventSourceMapping": ["lastProcessingResult"],
  "aws:lambda/function:Function": ["sourceCodeSize"],
  // The same as its secret's.
  "aws:secretsmanager/secretVersion:SecretVersion": ["arn"],
  "aws:sfn/stateMachine:StateMachine": ["revisionId"],
  "aws:sesv2/emailIdentity:EmailIdentity": ["verificationStatus", "verifiedForSendingStatus"],
  "aws:ec2/eip:Eip": ["privateDns", "privateIp"],
  "aws:ec2/natGateway:NatGateway": ["networkInterfaceId", "publicIp"],
  "aws:ec2/route:Route": ["origin", "state"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [
    "cidrBlocks",
    "dnsEntries",
    "networkInterfaceIds",
    "prefixListId",
    "requesterManaged",
  ],
  "aws:lb/loadBalancer:LoadBalancer": ["vpcId"],
  "aws:lb/targetGroup:TargetGroup": ["loadBalancerArns"],
  "aws:s3/bucket:Bucket": ["hostedZoneId", "websiteDomain", "websiteEndpoint"],
  "aws:s3/bucketObjectv2:BucketObjectv2": [
    "checksumCrc32",
    "checksumCrc32c",
    "checksumCrc64nvme",
    "checksumSha1",
    "checksumSha256",
  ],
};

describe("outputs of the aws package's resources", () => {
  for (const type of Object.keys(awsKinds).filter((each) => each.startsWith("aws:"))) {
    it(`of ${type} exist, but for those that are listed`, async () => {
      const context = { ...new StubAws().context(), aws: anything as AwsEndpoint };
      const inputs = { ...accepted[type], ...more[type] };

      const { outputs } = await provide(
        { ...context, accountId: "111122223333" },
        type,
        "it",
        inputs,
      );

      const missing = outputsOf(type).filter((key) => !(key in outputs) && !never.test(key));
      assert.deepEqual(missing, [...(unset[type] ?? []), ...(absent[type] ?? [])].sort());
    });
  }
});
