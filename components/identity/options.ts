import type { OptionRules } from "../shared/options.ts";
import { type FirewallOptions, firewallOptionRules } from "./pool/firewall.ts";
import { type PlanOptions, planRules } from "./pool/plan.ts";
import { type ReplicationOptions, replicationOptionRules } from "./replication/options.ts";
import { type MachinesOptions, machinesOptionRules } from "./tokens/machines.ts";
import { type RevocationOptions, revocationOptionRules } from "./tokens/revocation.ts";

/**
 * The platform's users: the same in every environment. Each group of options has an interface and rules of
 * its own; here are all of them. `groups.ts` has their checks and what they do.
 */
export interface IdentityOptions extends DirectoryOptions, ReplicationOptions {}

/** Those of any user directory. */
export interface DirectoryOptions
  extends PlanOptions, FirewallOptions, RevocationOptions, MachinesOptions {}

export const directoryOptionRules: OptionRules<DirectoryOptions> = {
  ...planRules,
  ...firewallOptionRules,
  ...revocationOptionRules,
  ...machinesOptionRules,
};

export const identityRules: OptionRules<IdentityOptions> = {
  ...directoryOptionRules,
  ...replicationOptionRules,
};
