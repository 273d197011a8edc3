import * as pulumi from "@pulumi/pulumi";
import { ownAccount } from "../../shared/iam.ts";
import type { AuditOptions, TriggerOptions } from "./options.ts";
import type { TriggerTables } from "./ownCode.ts";
import type { TriggerSpec } from "./spec.ts";

/** What these parts of triggers depend on. */
interface Context {
  readonly options: {
    readonly triggers?: TriggerOptions | undefined;
    readonly audit?: AuditOptions | undefined;
  };
  readonly region: string;
  readonly tables: TriggerTables;
}

export function disposableAddresses({ options }: Context): TriggerSpec | undefined {
  const {
    disposableAddresses,
    disposableDomains = [],
    lastingDomains = [],
  } = options.triggers?.preSignUp ?? {};
  if (!disposableAddresses) return undefined;
  return {
    environment: {
      DISPOSABLE_ADDRESSES: disposableAddresses,
      DISPOSABLE_DOMAINS: disposableDomains.join(","),
      LASTING_DOMAINS: lastingDomains.join(","),
    },
  };
}

export function groupsByDomain({ options }: Context): TriggerSpec | undefined {
  const { groups } = options.triggers?.postConfirmation ?? {};
  if (!groups) return undefined;
  const byDomain = Object.entries(groups).map(([domain, group]) => [domain.toLowerCase(), group]);
  return {
    environment: { GROUPS_BY_DOMAIN: JSON.stringify(Object.fromEntries(byDomain)) },
    poolActions: ["cognito-idp:AdminAddUserToGroup"],
  };
}

export function audit(
  { options, region }: Context,
  opts: pulumi.ComponentResourceOptions,
): TriggerSpec | undefined {
  if (!options.audit) return undefined;
  const { eventBus = "default" } = options.audit;
  const accountId = ownAccount(opts);
  const arn = pulumi.interpolate`arn:aws:events:${region}:${accountId}:event-bus/${eventBus}`;
  return {
    environment: { AUDIT_EVENT_BUS: eventBus },
    statements: [{ actions: ["events:PutEvents"], resources: [arn] }],
  };
}

export function tokenClaims({ options, tables }: Context): TriggerSpec | undefined {
  const { claimsFrom, requiredGroups } = options.triggers?.preTokenGeneration ?? {};
  if (!claimsFrom && !requiredGroups) return undefined;
  const { groups, table, key = "sub", claims } = claimsFrom ?? {};
  const used = table === undefined ? undefined : tables[table]!;
  return {
    environment: {
      ...(requiredGroups && { REQUIRED_GROUPS: requiredGroups.join(",") }),
      ...(groups && { CLAIMS_BY_GROUP: JSON.stringify(groups) }),
      ...(used && { CLAIMS_TABLE: pulumi.jsonStringify({ table: used.tableName, key, claims }) }),
    },
    statements: used ? [{ actions: ["dynamodb:GetItem"], resources: [used.tableArn] }] : [],
  };
}
