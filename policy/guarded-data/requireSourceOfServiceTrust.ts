import { isNarrowed } from "../model/conditions.ts";
import { isFixed } from "../model/patterns.ts";
import type { Finding, ResourceRule } from "../rule.ts";
import { withoutRegion } from "./support/callingServices.ts";
import { statementsAt } from "./support/identityPolicies.ts";
import { saysForWhom } from "./support/sources.ts";

/**
 * Roles for services name the account or resource that the service acts for. An advisory: a role
 * cannot be passed to a service from another account, so this is a second barrier. Limited to
 * services whose guides show such a condition; with other services, the role would stop working.
 *
 * Source: IAM User Guide, "The confused deputy problem"; the guides of the services, such as "IAM role
 * for publishing flow logs to CloudWatch Logs", "Amazon ECS task IAM role" and "SMS message settings for Amazon Cognito
 * user pools".
 */
export const requireSourceOfServiceTrust: ResourceRule<{ readonly services: readonly string[] }> = {
  name: "require-source-of-service-trust",
  description: "Roles that trust a service name the account or resource that the service acts for.",
  why: "A service that acts for many customers could be made to use the role for someone else.",
  fix: "Add the condition aws:SourceAccount with the account, or aws:SourceArn with the resource.",
  equivalents: [],
  level: "advisory",
  types: ["aws:iam/role:Role"],
  settings: {
    services: {
      description:
        "Services that state the account or resource they act for when they assume a role.",
      schema: { type: "array", items: { type: "string" } },
      default: [
        "bedrock.amazonaws.com",
        "cognito-idp.amazonaws.com",
        "ecs-tasks.amazonaws.com",
        "iot.amazonaws.com",
        "personalize.amazonaws.com",
        "scheduler.amazonaws.com",
        "states.amazonaws.com",
        "vpc-flow-logs.amazonaws.com",
      ],
    },
  },

  *check(role, { services }): Iterable<Finding> {
    for (const statement of statementsAt(role, "assumeRolePolicy")) {
      const { path, principals } = statement;
      const trusted = principals
        .flatMap((principal) => /^Service:(.+)$/.exec(principal)?.[1] ?? [])
        .filter((name) => services.includes(name) || services.includes(withoutRegion(name)));
      if (trusted.length === 0 || saysForWhom(statement)) continue;
      if (trusted.every(sendsExternalId) && isNarrowed(statement, isExternalId)) continue;
      yield {
        exposed: `${trusted.join(" and ")} may assume the role on behalf of any account`,
        property: `${path}.Condition`,
        value: undefined,
        detail: `${path} has no condition on aws:SourceAccount or aws:SourceArn`,
      };
    }
  },
};

/** Cognito sends text messages with the external id that the user pool's owner has chosen. */
const sendsExternalId = (service: string): boolean => service === "cognito-idp.amazonaws.com";

const isExternalId = (key: string, values: readonly string[]): boolean =>
  key === "sts:externalid" && values.every((value) => value !== "" && isFixed(value));
