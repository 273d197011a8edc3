import type { OptionFault } from "../../shared/errors.ts";
import { type ReplicationArgs, replicates } from "./args.ts";
import { type MfaArgs, mfaOf } from "../pool/mfa.ts";
import type { ReplicationOptions } from "./options.ts";

/** Options that only a replicated pool has. */
export const replicationOptionFaults = ({
  replication,
  issuer,
}: ReplicationOptions): OptionFault[] =>
  replication === "managed" || issuer === undefined
    ? []
    : [
        {
          argument: "issuer",
          given: issuer,
          allowed: 'nothing without replication: "managed"',
          fix: "Set replication, or remove it.",
        },
      ];

interface Args extends MfaArgs {
  readonly region: string;
  readonly replication?: ReplicationArgs;
}

/** Limits that depend on the pool's other settings. */
export function replicationFaults({ region, replication, ...args }: Args): OptionFault[] {
  if (!replication) return [];
  const { replicaRegion } = replication;
  const faults: OptionFault[] = replicates(region, "region").map((fault) => ({
    ...fault,
    fix: 'Choose another home region, or identity.replication: "none".',
  }));
  if (replicaRegion === region) {
    faults.push({
      argument: "replication.replicaRegion",
      given: replicaRegion,
      allowed: "another region than the pool's",
      fix: "Set replicaRegion in the stack files to another region of the environment.",
    });
  }
  return [...faults, ...factorFaults(args)];
}

/**
 * Factors that leave nobody able to sign in at a replica, or that Cloud Control can't set.
 * Sources: Cognito Developer Guide, "Multi-Region replication for user pools" (Limitations);
 * aws-cloudformation/cloudformation-coverage-roadmap #2221.
 */
function factorFaults(args: MfaArgs): OptionFault[] {
  const { mode, factors } = mfaOf(args);
  const only = factors.length === 1 ? factors[0] : undefined;
  if (mode === "ON" && only === "totp") {
    const [argument, given] = args.mfa ? ["mfa.mode", args.mfa.mode] : ["totpMfa", args.totpMfa];
    return [
      {
        ...{ argument, given },
        allowed: "OFF or OPTIONAL for a replicated pool whose only factor is totp",
        fix:
          "AWS's limit: a replica does not accept codes of authenticator apps, so nobody could sign in there " +
          '(Cognito Developer Guide, "Multi-Region replication for user pools"). Add "sms" or "email" to mfa.factors.',
      },
    ];
  }
  if (only !== "email") return [];
  return [
    {
      argument: "mfa.factors",
      given: factors,
      allowed: 'email only beside "totp" or "sms" for a replicated pool',
      fix:
        "AWS's limit: CloudFormation's type of the pool, by which it is made, refuses email as the only factor " +
        "(aws-cloudformation/cloudformation-coverage-roadmap #2221).",
    },
  ];
}
