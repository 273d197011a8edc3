import { poolReplicaType } from "../model/cloudControl.ts";
import { groupBy } from "../model/groupBy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { Setting, StackFinding, StackRule } from "../rule.ts";

const functionType = "aws:lambda/function:Function";
/** Source: "Running a canary on a VPC", Amazon CloudWatch User Guide: a canary runs as a function. */
const canaryType = "aws:synthetics/canary:Canary";
const aliasType = "aws:lambda/alias:Alias";

interface Settings {
  readonly exemptTriggers: boolean;
  readonly exemptEdgeFunctions: boolean;
  readonly exemptAuthorizers: boolean;
}

const yesOrNo = (description: string, otherwise = true): Setting<boolean> => ({
  description,
  schema: { type: "boolean" },
  default: otherwise,
});

/**
 * Functions run in a VPC, where security groups and routes limit what they reach. Triggers of user
 * pools in the same stack and edge functions of CloudFront distributions may run outside, unless
 * something else may invoke them.
 */
export const requireFunctionsInVpc: StackRule<Settings> = {
  name: "require-functions-in-vpc",
  description:
    "Lambda functions and canaries run in a VPC, except triggers of Cognito user pools and CloudFront edge functions.",
  why: "A function outside a VPC can reach the whole internet but no private server, and no security group or flow log covers its traffic.",
  fix: "Set vpcConfig with private subnets and a security group for the function. For one that checks tokens, set exemptAuthorizers.",
  settings: {
    exemptTriggers: yesOrNo(
      "Allow user pool triggers outside a VPC if nothing else can invoke them.",
    ),
    exemptEdgeFunctions: yesOrNo(
      "Allow functions of CloudFront distributions outside a VPC. They cannot run in one.",
    ),
    exemptAuthorizers: yesOrNo(
      "Allow Lambda authorizers of REST APIs outside a VPC if nothing else can invoke them. They fetch " +
        "public keys, also in a region that has been idle.",
      false,
    ),
  },
  equivalents: ["CKV_AWS_117", "lambda-inside-vpc"],

  *checkStack(stack, settings): Iterable<StackFinding> {
    const exempt = exemptIn(stack, settings);
    for (const func of stack.ofType(functionType)) {
      if (func.isSet("vpcConfig.subnetIds") || exempt.has(func)) continue;
      const exposed = "The function runs outside a VPC, with unrestricted internet access";
      const property = "vpcConfig.subnetIds";
      yield { urn: func.urn, exposed, property, value: undefined };
    }
    for (const canary of stack.ofType(canaryType)) {
      const property = "vpcConfig.subnetIds";
      if (canary.isSet(property)) continue;
      const exposed = "The canary's function runs outside a VPC, with unrestricted internet access";
      yield { urn: canary.urn, exposed, property, value: undefined };
    }
  },
};

function exemptIn(stack: StackView, settings: Settings): Set<ResourceView> {
  const users = [
    ...(settings.exemptTriggers ? [triggers, { ...triggers, type: poolReplicaType }] : []),
    ...(settings.exemptEdgeFunctions ? [edgeFunctions] : []),
  ];
  const authorizing = settings.exemptAuthorizers
    ? stack.ofType(permission).filter(isOfAuthorizers)
    : [];
  const named = users
    .flatMap(({ type, paths }) =>
      stack
        .ofType(type)
        .flatMap((user) => paths.flatMap((path) => functionsNamed(stack, user, path))),
    )
    .concat(authorizing.flatMap((user) => functionsNamed(stack, user, "function")));
  const called = new Set(callers(stack, authorizing));
  return new Set(named.filter((func) => !called.has(func)));
}

/**
 * Whether a permission is for the authorizers of one API: `arn:…:execute-api:…:api/authorizers/…`. One
 * whose ARN is not known yet may be; a deployment checks it again.
 */
const isOfAuthorizers = (user: ResourceView): boolean =>
  user.hintsAt("principal").join() === "apigateway.amazonaws.com" &&
  user.isSet("sourceArn") &&
  user.valuesAt("sourceArn").every(({ value }) => /^[^/*]+\/authorizers\//.test(String(value)));

/** A type that invokes functions, and the properties that name them. */
interface Users {
  readonly type: string;
  readonly paths: readonly string[];
}

const triggers: Users = {
  type: "aws:cognito/userPool:UserPool",
  paths: [
    "preSignUp",
    "postConfirmation",
    "preAuthentication",
    "postAuthentication",
    "defineAuthChallenge",
    "createAuthChallenge",
    "verifyAuthChallengeResponse",
    "preTokenGeneration",
    "preTokenGenerationConfig.lambdaArn",
    "userMigration",
    "customMessage",
    "customEmailSender.lambdaArn",
    "customSmsSender.lambdaArn",
  ].map((property) => `lambdaConfig.${property}`),
};

const edgeFunctions: Users = {
  type: "aws:cloudfront/distribution:Distribution",
  paths: [
    "defaultCacheBehavior.lambdaFunctionAssociations.lambdaArn",
    "orderedCacheBehaviors.lambdaFunctionAssociations.lambdaArn",
  ],
};

const permission = "aws:lambda/permission:Permission";
/** Other types that allow invoking a function. */
const otherUsers: readonly Users[] = [
  { type: permission, paths: ["function"] },
  { type: "aws:lambda/eventSourceMapping:EventSourceMapping", paths: ["functionName"] },
  { type: "aws:lambda/functionUrl:FunctionUrl", paths: ["functionName"] },
  { type: "aws:apigateway/integration:Integration", paths: ["uri"] },
  { type: "aws:apigatewayv2/integration:Integration", paths: ["integrationUri"] },
];
const ownServices = [
  "cognito-idp.amazonaws.com",
  "edgelambda.amazonaws.com",
  "replicator.lambda.amazonaws.com",
];

/** The functions that anything other than a user pool, CloudFront or these users may invoke. */
const callers = (stack: StackView, others: readonly ResourceView[]): ResourceView[] =>
  otherUsers.flatMap(({ type, paths }) =>
    stack
      .ofType(type)
      .filter((user) => type !== permission || !(isOwnService(user) || others.includes(user)))
      .flatMap((user) => paths.flatMap((path) => functionsNamed(stack, user, path))),
  );

const isOwnService = (user: ResourceView): boolean =>
  user.hintsAt("principal").every((principal) => ownServices.includes(String(principal)));

/**
 * The functions of a stack that a property names: by name or ARN, with or without a version or
 * alias, or within the ARN by which API Gateway invokes them.
 */
function functionsNamed(
  stack: StackView,
  resource: ResourceView,
  path: string,
): readonly ResourceView[] {
  const aliases = stack.referred(resource, path, aliasType);
  const byArn = stack.derived(functionsByArn);
  const arns = resource.hintsAt(path).flatMap((value) => arnIn(String(value)));
  return [
    ...stack.referred(resource, path, functionType),
    ...aliases.flatMap((alias) => stack.referred(alias, "functionName", functionType)),
    ...arns.flatMap((arn) => byArn.get(arn) ?? []),
  ];
}

const functionsByArn = (stack: StackView) =>
  groupBy(stack.ofType(functionType), (func) => func.hintsAt("arn").map(String));

/** Extracts a function's ARN from a longer one. */
const arnIn = (text: string): string[] =>
  /arn:[\w-]+:lambda:[\w-]+:\d*:function:[\w-]+/.exec(text)?.slice(0, 1) ?? [];
