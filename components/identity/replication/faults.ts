import type { OptionFault } from "../../shared/errors.ts";
import { type ReplicationArgs, replicates } from "./args.ts";
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

interface Args {
  readonly region: string;
  readonly totpMfa?: string;
  readonly replication?: ReplicationArgs;
}

/** Limits that depend on the pool's other settings. */
export function replicationFaults({ region, totpMfa, replication }: Args): OptionFault[] {
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
  if (totpMfa === "ON") {
    faults.push({
      argument: "totpMfa",
      given: totpMfa,
      allowed: "OFF or OPTIONAL for a replicated pool",
      fix: "A replica does not accept codes of authenticator apps, so nobody could sign in there.",
    });
  }
  return faults;
}
