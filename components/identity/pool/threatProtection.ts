import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { OptionFault } from "../../shared/errors.ts";
import {
  isObject,
  listOf,
  oneOf,
  type OptionRules,
  options,
  required,
  type Rule,
} from "../../shared/options.ts";
import { addressRange } from "../../shared/rules.ts";
import type { OptionGroup } from "../optionGroup.ts";
import { type MfaArgs, mfaOf } from "./mfa.ts";
import type { PlanOptions } from "./plan.ts";
import type { Pool } from "./pool.ts";

const actions = ["BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION"] as const;
type Action = (typeof actions)[number];

interface ThreatSettings {
  /** `audit` only logs risks; `enforced` acts on them. */
  readonly mode: "audit" | "enforced";
  /** What happens to sign-ins by their risk. Cognito's own defaults block all three. @default NO_ACTION, MFA_IF_CONFIGURED, BLOCK */
  readonly actions?: { readonly [Risk in "low" | "medium" | "high"]?: Action };
  /** Ranges of addresses whose sign-ins are refused, such as `["198.51.100.0/24"]`, at most 200. @default none */
  readonly blockedAddresses?: readonly string[];
  /** Ranges of addresses whose sign-ins are not judged, at most 200. @default none */
  readonly skippedAddresses?: readonly string[];
}

export interface ThreatOptions {
  /**
   * Judges sign-ins by risk, and finds passwords that are known from leaks where plain passwords are sent.
   * Begin with `audit` for two weeks. It sees neither federated users nor machines. Needs `plan: "PLUS"`, whose
   * price per monthly active user is on Cognito's page "Pricing".
   * @default none
   */
  readonly threatProtection?: "audit" | "enforced" | ThreatSettings | undefined;
}

const action = oneOf(actions);
const ranges = listOf(addressRange, { most: 200, allowed: "a list of at most 200 ranges" });

const settings = options<ThreatSettings>({
  mode: required(oneOf(["audit", "enforced"])),
  actions: options<NonNullable<ThreatSettings["actions"]>>({
    low: action,
    medium: action,
    high: action,
  }),
  blockedAddresses: ranges,
  skippedAddresses: ranges,
});

const rule: Rule = (given, path) =>
  (isObject(given) ? settings : oneOf(["audit", "enforced"]))(given, path);

export const threatRules: OptionRules<ThreatOptions> = { threatProtection: rule };

const threatsOf = ({ threatProtection: given }: ThreatOptions): ThreatSettings | undefined =>
  typeof given === "string" ? { mode: given } : given;

/** Source: Cognito Developer Guide, "Advanced security with threat protection". */
export const threatProtection: OptionGroup<ThreatOptions & PlanOptions & MfaArgs> = {
  faults: (definition) => {
    const threats = threatsOf(definition);
    if (!threats) return [];
    return [...planFaults(definition), ...actionFaults(threats, definition)];
  },
  pool: (args, { customAuth }) => {
    const threats = threatsOf(args);
    if (!threats) return {};
    const mode = threats.mode === "audit" ? "AUDIT" : "ENFORCED";
    return {
      userPoolAddOns: {
        advancedSecurityMode: mode,
        ...(customAuth && { advancedSecurityAdditionalFlows: { customAuthMode: mode } }),
      },
    };
  },
};

const planFaults = ({
  plan,
  threatProtection: given,
}: ThreatOptions & PlanOptions): OptionFault[] =>
  plan === "PLUS"
    ? []
    : [
        {
          argument: "threatProtection",
          given,
          allowed: 'nothing without plan: "PLUS"',
          fix: 'Set plan: "PLUS", which costs more per active user, or remove it.',
        },
      ];

function actionFaults(threats: ThreatSettings, definition: MfaArgs): OptionFault[] {
  const { mode, actions: chosen = {} } = threats;
  if (mode === "audit") {
    return (["actions", "blockedAddresses", "skippedAddresses"] as const)
      .filter((key) => threats[key] !== undefined)
      .map((key) => ({
        argument: `threatProtection.${key}`,
        given: threats[key],
        allowed: 'nothing with mode "audit", which only logs',
        fix: 'Remove it, or set mode: "enforced".',
      }));
  }
  if (mfaOf(definition).mode !== "OFF") return [];
  return Object.entries(chosen)
    .filter(([, each]) => each.startsWith("MFA"))
    .map(([risk, given]) => ({
      argument: `threatProtection.actions.${risk}`,
      given,
      allowed: "BLOCK or NO_ACTION without a second factor",
      fix: 'Set mfa.mode to "OPTIONAL".',
    }));
}

/** What the pool does about risks; it is a resource of its own. */
export function createRiskConfiguration(
  name: string,
  args: ThreatOptions & MfaArgs,
  pool: Pick<Pool, "id">,
  opts: pulumi.CustomResourceOptions,
): void {
  const threats = threatsOf(args);
  if (threats?.mode !== "enforced") return;
  const { low, medium, high } = { ...defaultActions(args), ...threats.actions };
  const act = (eventAction: Action) => ({ eventAction, notify: false });
  const { blockedAddresses: blocked = [], skippedAddresses: skipped = [] } = threats;
  new aws.cognito.RiskConfiguration(
    name,
    {
      userPoolId: pool.id,
      accountTakeoverRiskConfiguration: {
        actions: { lowAction: act(low), mediumAction: act(medium), highAction: act(high) },
      },
      compromisedCredentialsRiskConfiguration: { actions: { eventAction: "BLOCK" } },
      ...(blocked.length + skipped.length > 0 && {
        riskExceptionConfiguration: {
          ...(blocked.length > 0 && { blockedIpRangeLists: [...blocked] }),
          ...(skipped.length > 0 && { skippedIpRangeLists: [...skipped] }),
        },
      }),
    },
    opts,
  );
}

const defaultActions = (args: MfaArgs) =>
  ({
    low: "NO_ACTION",
    medium: mfaOf(args).mode === "OFF" ? "NO_ACTION" : "MFA_IF_CONFIGURED",
    high: "BLOCK",
  }) as const;
