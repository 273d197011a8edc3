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

/** Source: Cognito Developer Guide, "Multi-Region replication for user pools"; Cloud Control refuses email alone. */
function factorFaults(args: MfaArgs): OptionFault[] {
  const { mode, factors } = mfaOf(args);
  if (mode === "ON") {
    const [argument, given] = args.mfa ? ["mfa.mode", args.mfa.mode] : ["totpMfa", args.totpMfa];
    return [
      {
        ...{ argument, given },
        allowed: "OFF or OPTIONAL for a replicated pool",
        fix: "A replica does not accept codes of authenticator apps, so nobody could sign in there.",
      },
    ];
  }
  if (factors.every((factor) => factor === "totp")) return [];
  const fix = 'Remove the others, or set replication: "none".';
  return [
    { argument: "mfa.factors", given: factors, allowed: "only totp for a replicated pool", fix },
  ];
}
