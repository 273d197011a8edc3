import { leavesAccountOpen } from "../model/patterns.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/**
 * Lambda permissions name a caller: no `*`, and no service on behalf of everyone. The account of the
 * source is enough.
 *
 * Source: AWS Lambda Developer Guide, "Granting Lambda function access to AWS services", and
 * AddPermission in the Lambda API reference.
 */
export const forbidPublicInvocation: ResourceRule = {
  name: "forbid-public-invocation",
  description: "Lambda permissions name the caller or its account.",
  why: "Without a specific caller, anyone can run the function from an account of their own.",
  fix: "Set the principal to an account or a role, or to a service together with the sourceArn of the resource that calls the function or your account as the sourceAccount.",
  equivalents: ["CKV_AWS_301", "CKV_AWS_364", "lambda-function-public-access-prohibited"],
  types: ["aws:lambda/permission:Permission"],

  *check(permission): Iterable<Finding> {
    const principal = permission.valueAt("principal");
    if (principal === "*" && !permission.isSet("principalOrgId")) {
      yield { exposed: `Anyone may ${useOf(permission)}`, property: "principal", value: "*" };
    }
    if (!isService(principal) || named.some((property) => permission.isSet(property))) return;
    const exposed = `${principal} may ${useOf(permission)} on behalf of anyone`;
    if (!permission.isSet("sourceArn")) yield { exposed, property: "sourceArn", value: undefined };
    for (const arn of permission.hintsAt("sourceArn")) {
      if (leavesAccountOpen(String(arn))) yield { exposed, property: "sourceArn", value: arn };
    }
  },
};

/** Properties that name for whom a service calls: an account, or an Alexa skill. */
const named = ["sourceAccount", "eventSourceToken"];

/** What a permission allows. */
function useOf(permission: ResourceView): string {
  const action = permission.hintsAt("action")[0] ?? "lambda:InvokeFunction";
  return /^lambda:Invoke/.test(String(action))
    ? "invoke the function"
    : `perform ${String(action)} on the function`;
}

const isService = (principal: unknown): principal is string =>
  typeof principal === "string" && /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(principal);
