import { leavesAccountOpen } from "../model/patterns.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** Lambda permissions name a caller: no `*`, and no service on behalf of everyone. */
export const forbidPublicInvocation: ResourceRule = {
  name: "forbid-public-invocation",
  description: "Lambda permissions name a single caller.",
  why: "Without a specific caller, anyone can run the function from an account of their own.",
  fix: "Set the principal to an account or a role, or to a service together with the sourceArn of the resource that calls the function.",
  equivalents: ["CKV_AWS_301", "CKV_AWS_364", "lambda-function-public-access-prohibited"],
  types: ["aws:lambda/permission:Permission"],

  *check(permission): Iterable<Finding> {
    const principal = permission.valueAt("principal");
    if (principal === "*" && !permission.isSet("principalOrgId")) {
      yield { exposed: "Anyone may invoke the function", property: "principal", value: "*" };
    }
    if (!isService(principal) || permission.isSet("eventSourceToken")) return;
    const exposed = `${principal} may invoke the function on behalf of anyone`;
    if (!permission.isSet("sourceArn")) yield { exposed, property: "sourceArn", value: undefined };
    if (permission.isSet("sourceAccount")) return;
    for (const arn of permission.hintsAt("sourceArn")) {
      if (leavesAccountOpen(String(arn))) yield { exposed, property: "sourceArn", value: arn };
    }
  },
};

const isService = (principal: unknown): principal is string =>
  typeof principal === "string" && /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(principal);
