import type { ResourceView } from "../model/resourceView.ts";
import type { StackView } from "../model/stackView.ts";
import type { StackFinding, StackRule } from "../rule.ts";

const functionType = "aws:lambda/function:Function";
const userPoolType = "aws:cognito/userPool:UserPool";
const aliasType = "aws:lambda/alias:Alias";

/**
 * Functions run in the VPC, where groups and routes say what they reach. A function that a user
 * pool of the same stack names as its trigger may run outside: Cognito alone has a use for it.
 */
export const requireFunctionsInVpc: StackRule = {
  name: "require-functions-in-vpc",
  description: "Functions run inside a VPC, except for the triggers of Cognito user pools.",
  why: "A function outside of the VPC reaches the whole internet and none of the private servers, and no group or flow log sees what it does.",
  fix: "Set vpcConfig with private subnets and a security group of the function's own.",
  equivalents: ["CKV_AWS_117", "lambda-inside-vpc"],

  *checkStack(stack: StackView): Iterable<StackFinding> {
    const triggers = triggersIn(stack);
    for (const func of stack.ofType(functionType)) {
      if (func.isSet("vpcConfig.subnetIds") || triggers.isOne(func)) continue;
      const exposed = "The function runs outside of the VPC, in the open network of Lambda";
      const property = "vpcConfig.subnetIds";
      yield { urn: func.urn, exposed, property, value: undefined };
    }
  },
};

/** The functions that user pools name: by their ARN, or, while that is not known, by what it is made of. */
function triggersIn(stack: StackView) {
  const pools = stack.ofType(userPoolType);
  const aliases = new Map(stack.ofType(aliasType).map((alias) => [alias.urn, alias]));
  const arns = pools.flatMap((pool) => triggerProperties.flatMap((path) => pool.hintsAt(path)));
  const urns = pools
    .flatMap((pool) => pool.dependenciesOf("lambdaConfig"))
    .flatMap((urn) => [urn, ...(aliases.get(urn)?.dependenciesOf("functionName") ?? [])]);

  return {
    isOne(func: ResourceView): boolean {
      const [own] = func.hintsAt("arn");
      const isNamed = (arn: unknown) => arn === own || String(arn).startsWith(`${String(own)}:`);
      return urns.includes(func.urn) || (own !== undefined && arns.some(isNamed));
    },
  };
}

/** Where a user pool names its triggers. */
const triggerProperties = [
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
].map((property) => `lambdaConfig.${property}`);
