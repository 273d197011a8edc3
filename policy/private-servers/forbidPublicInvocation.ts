import { leavesAccountOpen } from "../model/patterns.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** Permissions to invoke a function name who may: no `*`, and no service on behalf of everybody. */
export const forbidPublicInvocation: ResourceRule = {
  name: "forbid-public-invocation",
  description: "Permissions to invoke a function name one caller.",
  why: "A permission that names no one caller lets anybody run the function through an account of their own.",
  fix: "Name an account or a role as the principal, or a service with the sourceArn of its one resource that calls.",
  equivalents: ["CKV_AWS_301", "CKV_AWS_364", "lambda-function-public-access-prohibited"],
  types: ["aws:lambda/permission:Permission"],

  *check(permission: ResourceView): Iterable<Finding> {
    const principal = permission.valueAt("principal");
    if (principal === "*" && !permission.isSet("principalOrgId")) {
      yield { exposed: "Everybody may invoke the function", property: "principal", value: "*" };
    }
    if (!isService(principal) || permission.isSet("eventSourceToken")) return;
    const exposed = `${principal} may invoke the function for whoever asks it to`;
    if (!permission.isSet("sourceArn")) yield { exposed, property: "sourceArn", value: undefined };
    if (permission.isSet("sourceAccount")) return;
    for (const arn of permission.hintsAt("sourceArn")) {
      if (leavesAccountOpen(String(arn))) yield { exposed, property: "sourceArn", value: arn };
    }
  },
};

const isService = (principal: unknown): principal is string =>
  typeof principal === "string" && /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/.test(principal);
