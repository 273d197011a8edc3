import type { Finding, ResourceRule } from "../rule.ts";
import {
  allowedBy,
  identityPolicies,
  managedPolicies,
  policyOfAws,
} from "./support/identityPolicies.ts";

/**
 * Policies allow some actions of a service, not all: those include deleting data and granting
 * access to others. AWS managed full-access policies count too. An advisory, because it may be
 * intended for a single resource.
 */
export const forbidServiceWildcards: ResourceRule<{ readonly services: readonly string[] }> = {
  name: "forbid-service-wildcards",
  description: "Policies do not allow all actions of a service.",
  why: "All actions of a service include those that delete its data or share it with others.",
  fix: "Name the required actions, or a pattern of them such as s3:Get*.",
  equivalents: ["CKV2_AWS_40", "iam-policy-no-statements-with-full-access"],
  level: "advisory",
  types: [...new Set([...Object.keys(identityPolicies), ...Object.keys(managedPolicies)])],
  settings: {
    services: {
      description:
        "Services of which a policy may allow all actions, because they do only one thing.",
      schema: { type: "array", items: { type: "string" } },
      default: ["ec2messages", "execute-api", "pricing", "rds-db", "ssmmessages"],
    },
  },

  *check(resource, { services }): Iterable<Finding> {
    const attached = managedPolicies[resource.type];
    for (const value of attached === undefined ? [] : resource.hintsAt(attached)) {
      if (!fullAccess.test(policyOfAws(value) ?? "")) continue;
      const exposed = "The policy allows almost every action of a service";
      yield { exposed, property: attached!, value };
    }
    if (identityPolicies[resource.type] === undefined) return;
    for (const { path, actions } of allowedBy(resource)) {
      for (const action of actions) {
        const service = /^([a-z0-9-]+):[*?]+$/i.exec(action)?.[1]?.toLowerCase();
        if (!service || services.includes(service)) continue;
        const exposed = `The policy allows every action of ${service}`;
        yield { exposed, property: `${path}.Action`, value: action };
      }
    }
  },
};

/**
 * Name pattern of AWS managed full-access policies. `forbid-administrator-policies` reports the one
 * for IAM. Source: AWS Managed Policy Reference Guide, "AmazonCognitoPowerUser", "SecretsManagerReadWrite".
 */
const fullAccess =
  /(?<!^IAM)FullAccess(_?[vV]\d+)?$|^(AmazonCognitoPowerUser|SecretsManagerReadWrite)$/;
