import { widest } from "../model/addresses.ts";
import { areFewCallers } from "../model/callers.ts";
import { isNarrowed } from "../model/conditions.ts";
import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { type LocatedStatement, statementsAt } from "./support/identityPolicies.ts";

interface Settings {
  readonly services: readonly string[];
}

/**
 * Roles that a service takes on say for whom. An advisory: a role can't be passed to a service from
 * another account, so this is a second lock. Only for services whose guides show such a condition; with
 * others the role would not work any more.
 *
 * Source: IAM User Guide, "The confused deputy problem"; the guides of the services, such as "IAM role
 * for publishing flow logs to CloudWatch Logs" and "Amazon ECS task IAM role".
 */
export const requireSourceOfServiceTrust: ResourceRule<Settings> = {
  name: "require-source-of-service-trust",
  description: "Roles that a service takes on say for which account or resource.",
  why: "A service that acts for many could be made to use the role for somebody else.",
  fix: "Add the condition aws:SourceAccount with the account, or aws:SourceArn with the resource.",
  equivalents: [],
  level: "advisory",
  types: ["aws:iam/role:Role"],
  settings: {
    services: {
      description: "Services that say for whom they act when they take on a role.",
      schema: { type: "array", items: { type: "string" } },
      default: [
        "bedrock.amazonaws.com",
        "ecs-tasks.amazonaws.com",
        "iot.amazonaws.com",
        "personalize.amazonaws.com",
        "scheduler.amazonaws.com",
        "states.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
      ],
    },
  },

  *check(role: ResourceView, { services }): Iterable<Finding> {
    for (const statement of statementsAt(role, "assumeRolePolicy")) {
      const { path, principals } = statement;
      const service = services.find((name) => principals.includes(`Service:${name}`));
      if (!service || saysForWhom(statement)) continue;
      yield {
        exposed: `${service} may take on the role for any account`,
        property: `${path}.Condition`,
        value: undefined,
        detail: `${path} has no condition aws:SourceAccount or aws:SourceArn`,
      };
    }
  },
};

const saysForWhom = (statement: LocatedStatement): boolean =>
  isNarrowed(
    statement,
    (key, values) => sourceKeys.includes(key) && areFewCallers(key, values, widest),
  );

const sourceKeys = ["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"];
