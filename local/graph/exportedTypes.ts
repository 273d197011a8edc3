/** The treatment of an exported type on this machine. */
type Treatment =
  /** The resource is created at the AWS endpoint, and may get another id. */
  | "created"
  /** The exported resource is used unchanged, or has no effect on one machine. */
  | "kept"
  /** The resource has no counterpart on this machine. */
  | "unserved";

const created = new Set([
  "aws:cloudwatch/eventBus:EventBus",
  "aws:cloudwatch/eventRule:EventRule",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:cognito/resourceServer:ResourceServer",
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/userPoolDomain:UserPoolDomain",
  "aws:dynamodb/table:Table",
  "aws:iam/policy:Policy",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:kinesis/stream:Stream",
  "aws:lambda/function:Function",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:sesv2/emailIdentity:EmailIdentity",
  "aws:sfn/stateMachine:StateMachine",
  "aws:sns/topic:Topic",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:sqs/queue:Queue",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  "aws:sqs/redrivePolicy:RedrivePolicy",
]);

const kept = [
  /^aws:apigateway\/(account|apiKey|deployment|methodSettings|restApi|restApiPolicy|stage|usagePlan(Key)?):/,
  /^aws:apigatewayv2\/vpcLink:/,
  // Nobody here reads chats.
  /^aws:chatbot\//,
  /^aws:wafv2\/webAcl(Association|LoggingConfiguration)?:/,
  /^aws:s3\/bucket(LifecycleConfiguration|OwnershipControls|PublicAccessBlock|ServerSideEncryptionConfiguration):/,
  // Names, their certificates and CloudFront, which the edge serves.
  /^aws:apigateway\/(basePathMapping|domainName):/,
  /^aws:(acm|kms)\//,
  /^aws:cloudfront\/(?!connectionGroup|distributionTenant|multitenantDistribution)/,
  /^aws:route53\/(healthCheck|record|zone):/,
  // Parts of a REST API without a body.
  /^aws:apigateway\/(authorizer|integration(Response)?|method(Response)?|model|re(questValidator|source|sponse|stApiPut)):/,
  // Documentation has no effect on requests.
  /^aws:apigateway\/documentation(Part|Version):/,
  /^aws:apigateway\/(clientCertificate|vpcLink):/,
  // Calls and events that somebody would wait for, and a bus's policy, are not among them.
  /^aws:cloudwatch\/(?!event(ApiDestination|BusPolicy|Connection|Endpoint|Permission):|logSubscriptionFilter:)/,
  /^aws:ec2\/(?!fleet:|instance:|spot)/,
  /^aws:(ecr|vpc)\//,
  /^aws:ecs\/(cluster|clusterCapacityProviders|service|taskDefinition):/,
  // They detach what others attached, and leave what the stack declares.
  /^aws:iam\/role(PoliciesExclusive|PolicyAttachmentsExclusive):/,
  /^aws:lambda\/(alias|eventSourceMapping|functionEventInvokeConfig|permission|provisionedConcurrencyConfig):/,
  /^aws:scheduler\//,
  /^aws:lb\/(listener|loadBalancer|targetGroup):/,
];

/**
 * The name of a type in the current version of the provider: version 6 calls buckets and their parts `BucketV2`, and load
 * balancers have four names. (Upgrade guide of `@pulumi/aws` 7; deprecations in its schema)
 */
export function currentType(type: string): string {
  return type
    .replace(/^aws:s3\/(bucket\w*)V2:(Bucket\w*)V2$/, "aws:s3/$1:$2")
    .replace(/^aws:(?:alb|applicationloadbalancing|elasticloadbalancingv2)\//, "aws:lb/");
}

/** Why a type is not served. */
export function unservedReason(type: string): string {
  if (type.startsWith("aws:apigatewayv2/") || /^aws-native:apigatewayv2:/.test(type)) {
    return "belongs to an HTTP or WebSocket API; only REST APIs are served";
  }
  const [name] = type.split(":");
  if (name !== "aws" && name !== "aws-native") {
    return `is of the package "${name}"; only resources of AWS are served`;
  }
  return "has no counterpart here";
}

/** Packages whose resources have no effect after their deployment. */
const deploymentPackages = new Set([
  ...["archive", "awsx", "command", "docker", "docker-build", "http", "local", "null", "pulumi"],
  ...["pulumi-nodejs", "pulumi-python", "pulumiservice", "random", "std", "synced-folder", "time"],
  ...["terraform", "tls"],
]);

export function treatmentOf(type: string): Treatment {
  if (created.has(type)) return "created";
  if (deploymentPackages.has(type.split(":")[0]!)) return "kept";
  return kept.some((pattern) => pattern.test(type)) ? "kept" : "unserved";
}
