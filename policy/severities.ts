import type { Rule } from "./rule.ts";

/** How bad a violation is by itself, whatever the level that a team gives the rule. */
export type Severity = "critical" | "high" | "medium" | "low";

/** From the worst to the least. */
export const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

/**
 * Critical: strangers get in, or get all rights. High: strangers come near, or data and rights are
 * open to more than intended. Low: a way to find out, or to limit costs, is missing. Medium:
 * everything between.
 */
const rulesBySeverity: Readonly<Record<Severity, readonly string[]>> = {
  critical: [
    "forbid-paths-from-internet",
    "forbid-public-policies",
    "forbid-public-databases",
    "forbid-public-sharing",
    "forbid-public-acls",
    "forbid-open-function-urls",
    "forbid-public-invocation",
    "forbid-open-trust",
    "require-claims-of-federated-trust",
    "forbid-administrator-policies",
    "forbid-all-actions",
    "forbid-plain-secrets",
    "forbid-secrets-in-user-data",
    "require-document-authorizers",
    "require-route-authorizers",
    "require-graphql-authorizers",
  ],
  high: [
    "require-private-subnets",
    "forbid-public-addresses",
    "forbid-internet-facing-load-balancers",
    "forbid-public-kubernetes-services",
    "forbid-accelerators",
    "forbid-open-endpoint-services",
    "forbid-internet-ingress",
    "forbid-internet-ingress-in-parts",
    "forbid-public-domain-policies",
    "forbid-public-brokers",
    "forbid-public-search",
    "forbid-public-clusters",
    "require-emr-public-access-block",
    "forbid-public-notebooks",
    "forbid-public-transfer-servers",
    "forbid-public-applications",
    "forbid-lightsail-servers",
    "forbid-public-beanstalk-environments",
    "require-complete-access-blocks",
    "forbid-bypassed-domains",
    "require-encrypted-transit",
    "require-https-listeners",
    "require-https-callbacks",
    "forbid-service-wildcards",
    "require-scoped-pass-role",
    "require-source-of-service-trust",
    "require-source-of-service-access",
    "forbid-guest-access",
    "forbid-secrets-in-public-clients",
    "forbid-plain-provider-secrets",
    "forbid-opaque-infrastructure",
  ],
  medium: [
    "forbid-elastic-addresses",
    "forbid-public-subnet-addresses",
    "require-guarded-load-balancers",
    "require-known-prefix-lists",
    "forbid-public-server-names",
    "require-functions-in-vpc",
    "require-bucket-access-blocks",
    "require-throttles",
    "require-stage-throttles",
    "require-access-logs",
    "forbid-data-traces",
    "require-firewalls",
    "require-edge-firewalls",
    "require-modern-tls",
    "require-encrypted-caches",
    "require-user-pool-deletion-protection",
    "require-strong-passwords",
    "require-multi-factor-authentication",
    "forbid-implicit-grant",
    "require-token-revocation",
    "require-uniform-sign-in-errors",
    "forbid-plain-password-flow",
    "require-short-lived-tokens",
    "forbid-classic-identity-flow",
    "forbid-writable-provider-attributes",
    "require-encrypted-storage",
    "require-encrypted-volumes",
    "require-encrypted-launches",
    "forbid-broad-resources",
    "forbid-broad-device-policies",
  ],
  low: [
    "require-own-keys",
    "require-log-keys",
    "require-https-listeners-inside",
    "require-log-retention",
    "require-tracing",
    "require-health-checks",
    "require-regional-endpoints",
    "require-client-certificates",
    "require-mutual-tls",
    "require-modern-default-endpoints",
    "forbid-near-paths-from-internet",
  ],
};

const severityByRule = new Map(
  Object.entries(rulesBySeverity).flatMap(([severity, names]) =>
    names.map((name) => [name, severity as Severity] as const),
  ),
);

export const severityOf = ({ name }: Pick<Rule, "name">): Severity =>
  severityByRule.get(name) ?? "medium";

/** The names in the table, for a test that each is a rule. */
export const namesWithSeverity: readonly string[] = [...severityByRule.keys()];
