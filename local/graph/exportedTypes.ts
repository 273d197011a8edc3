/** How resources of a type come from an export to this machine. */
export type Treatment =
  /** It exists for real at the AWS endpoint, maybe under another id. */
  | "created"
  /** It is served from as it is exported, or nothing on one machine depends on it. */
  | "kept"
  /** It does something on AWS that nothing does here. */
  | "unserved";

const created = new Set([
  "aws:cognito/resourceServer:ResourceServer",
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/userPoolDomain:UserPoolDomain",
  "aws:dynamodb/table:Table",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:lambda/function:Function",
  "aws:sesv2/emailIdentity:EmailIdentity",
]);

const kept = [
  /^aws:apigateway\/(account|deployment|methodSettings|restApi|restApiPolicy|stage):/,
  // Parts of a REST API that has no body.
  /^aws:apigateway\/(authorizer|integration(Response)?|method(Response)?|resource|response):/,
  /^aws:cloudwatch\//,
  /^aws:ec2\/(?!instance:|spot)/,
  /^aws:(ecr|vpc)\//,
  /^aws:ecs\/(cluster|clusterCapacityProviders|service|taskDefinition):/,
  /^aws:lambda\/(alias|permission|provisionedConcurrencyConfig):/,
  /^aws:lb\/(listener|loadBalancer|targetGroup):/,
];

/** Types of other packages, such as `random`, have done all they do once their stack is deployed. */
export function treatmentOf(type: string): Treatment {
  if (created.has(type)) return "created";
  if (!/^aws(-native)?:/.test(type)) return "kept";
  return kept.some((pattern) => pattern.test(type)) ? "kept" : "unserved";
}
