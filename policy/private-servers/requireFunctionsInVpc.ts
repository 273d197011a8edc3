import { groupBy } from "../model/groupBy.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { Setting, StackFinding, StackRule } from "../rule.ts";

const functionType = "aws:lambda/function:Function";
const aliasType = "aws:lambda/alias:Alias";

interface Settings {
  readonly exemptTriggers: boolean;
  readonly exemptEdgeFunctions: boolean;
}

const yesOrNo = (description: string): Setting<boolean> => ({
  description,
  schema: { type: "boolean" },
  default: true,
});

/**
 * Functions run in the VPC, where groups and routes say what they reach. A function that a user pool
 * of the same stack names as its trigger, or a CloudFront distribution as an edge function, may run
 * outside, as long as nothing else may call it.
 */
export const requireFunctionsInVpc: StackRule<Settings> = {
  name: "require-functions-in-vpc",
  description:
    "Lambda functions run in a VPC, except triggers of Cognito user pools and CloudFront edge functions.",
  why: "A function outside a VPC can reach the whole internet but no private server, and no security group or flow log covers its traffic.",
  fix: "Set vpcConfig with private subnets and a security group for the function.",
  settings: {
    exemptTriggers: yesOrNo(
      "Allow user pool triggers outside a VPC if nothing else can invoke them.",
    ),
    exemptEdgeFunctions: yesOrNo(
      "Allow functions of CloudFront distributions outside a VPC. They cannot run in one.",
    ),
  },
  equivalents: ["CKV_AWS_117", "lambda-inside-vpc"],

  *checkStack(stack: StackView, settings): Iterable<StackFinding> {
    const exempt = exemptIn(stack, settings);
    for (const func of stack.ofType(functionType)) {
      if (func.isSet("vpcConfig.subnetIds") || exempt.has(func)) continue;
      const exposed = "The function runs outside a VPC, with unrestricted internet access";
      const property = "vpcConfig.subnetIds";
      yield { urn: func.urn, exposed, property, value: undefined };
    }
  },
};

function exemptIn(stack: StackView, settings: Settings): Set<ResourceView> {
  const users = [
    ...(settings.exemptTriggers ? [triggers] : []),
    ...(settings.exemptEdgeFunctions ? [edgeFunctions] : []),
  ];
  const named = users.flatMap(({ type, paths }) =>
    stack
      .ofType(type)
      .flatMap((user) => paths.flatMap((path) => functionsNamed(stack, user, path))),
  );
  const called = new Set(callers(stack));
  return new Set(named.filter((func) => !called.has(func)));
}

/** What calls functions, and where it names them. */
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
/** What else may call a function that is a trigger or at the edge. */
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

/** The functions that something else than a user pool or CloudFront may call. */
const callers = (stack: StackView): ResourceView[] =>
  otherUsers.flatMap(({ type, paths }) =>
    stack
      .ofType(type)
      .filter((user) => type !== permission || !isOwnService(user))
      .flatMap((user) => paths.flatMap((path) => functionsNamed(stack, user, path))),
  );

const isOwnService = (user: ResourceView): boolean =>
  user.hintsAt("principal").every((principal) => ownServices.includes(String(principal)));

/**
 * The functions of a stack that a property names: by name or ARN, with a version or an alias or
 * without, or within the ARN that API Gateway calls them by.
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

/** A function's own ARN, within a longer one. */
const arnIn = (text: string): string[] =>
  /arn:[\w-]+:lambda:[\w-]+:\d*:function:[\w-]+/.exec(text)?.slice(0, 1) ?? [];
