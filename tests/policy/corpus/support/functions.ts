import type { Added, ExportedStack } from "./exportedStack.ts";
import { managed, trust } from "./policies.ts";

/** Policies that `aws.lambda.CallbackFunction` attaches if the program names none. */
const callbackPolicies = [
  "AWSLambda_FullAccess",
  "CloudWatchFullAccess",
  "AmazonS3FullAccess",
  "AmazonSQSFullAccess",
  "AWSCloudFormationReadOnlyAccess",
  "AWSXrayWriteOnlyAccess",
];

/** Those of them that allow every action of a service, by the names of their attachments. */
export const fullAccessOf = (name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    callbackPolicies
      .filter((policy) => policy.endsWith("FullAccess"))
      .map((policy) => [`forbid-service-wildcards ${name}-${policy}`, "a full-access policy"]),
  );

/** A function with a role, as `aws.lambda.CallbackFunction` makes them. */
export function addCallback(
  stack: ExportedStack,
  name: string,
  options: { readonly parent?: Added } = {},
): Added {
  const role = addRole(stack, name, "lambda.amazonaws.com", callbackPolicies, options);
  return stack.aws(
    "lambda.Function",
    name,
    {
      code: {
        "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
        hash: "45eb0b",
      },
      handler: "__index.handler",
      memorySize: 128,
      role: role.arn,
      runtime: "nodejs20.x",
      timeout: 180,
    },
    options,
  );
}

/** A role for a service, with AWS managed policies. The attachments have the name of role and policy. */
export function addRole(
  stack: ExportedStack,
  name: string,
  service: string,
  policies: readonly string[] = [],
  options: { readonly parent?: Added; readonly condition?: object } = {},
): Added {
  const { condition, ...under } = options;
  const assumeRolePolicy = trust(service, condition);
  const role = stack.aws("iam.Role", name, { assumeRolePolicy }, under);
  for (const policy of policies) {
    stack.aws(
      "iam.RolePolicyAttachment",
      `${name}-${policy.split("/").at(-1)}`,
      { role: role.name, policyArn: managed(policy) },
      under,
    );
  }
  return role;
}

/** A permission to invoke a function. */
export const permit = (
  stack: ExportedStack,
  name: string,
  func: Added,
  service: string,
  sourceArn: string,
): Added =>
  stack.aws("lambda.Permission", name, {
    action: "lambda:InvokeFunction",
    function: func.name,
    principal: service,
    sourceArn,
  });
