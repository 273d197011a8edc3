import type { OptionRules } from "../shared/options.ts";
import { type ClientOptions, clientRules } from "./clients/options.ts";
import { type AttributeOptions, attributeRules } from "./pool/attributes.ts";
import { type MessagesOptions, messagesRules } from "./messages/options.ts";
import { type FirewallOptions, firewallOptionRules } from "./pool/firewall.ts";
import { type GroupOptions, groupRules } from "./pool/groups.ts";
import { type LogOptions, logRules } from "./pool/logs.ts";
import { type MfaOptions, mfaRules } from "./pool/mfa.ts";
import { type PagesOptions, pagesRules } from "./pages/options.ts";
import { type PasswordlessOptions, passwordlessRules } from "./pool/passwordless.ts";
import { type PasswordOptions, passwordRules } from "./pool/password.ts";
import { type PlanOptions, planRules } from "./pool/plan.ts";
import { type ProvidersOptions, providersOptionRules } from "./providers/index.ts";
import { type RecoveryOptions, recoveryRules } from "./pool/recovery.ts";
import { type SignInOptions, signInRules } from "./pool/signIn.ts";
import { type ThreatOptions, threatRules } from "./pool/threatProtection.ts";
import { type ReplicationOptions, replicationOptionRules } from "./replication/options.ts";
import { type SmsOptions, smsRules } from "./sms/options.ts";
import { type MachinesOptions, machinesOptionRules } from "./tokens/machines.ts";
import { type RevocationOptions, revocationOptionRules } from "./tokens/revocation.ts";
import type { TriggersOptions } from "./triggers/options.ts";
import { triggersOptionRules } from "./triggers/rules.ts";

/**
 * The platform's users: the same in every environment. Each group of options has an interface and rules of
 * its own; here are all of them. `groups.ts` has their checks and what they do.
 */
export interface IdentityOptions extends DirectoryOptions, ReplicationOptions {}

/** Those of any user directory. */
export interface DirectoryOptions
  extends
    AttributeOptions,
    ClientOptions,
    FirewallOptions,
    GroupOptions,
    LogOptions,
    MachinesOptions,
    MessagesOptions,
    MfaOptions,
    PagesOptions,
    PasswordlessOptions,
    PasswordOptions,
    PlanOptions,
    ProvidersOptions,
    RecoveryOptions,
    RevocationOptions,
    SignInOptions,
    SmsOptions,
    ThreatOptions,
    TriggersOptions {}

export const directoryOptionRules: OptionRules<DirectoryOptions> = {
  ...attributeRules,
  ...clientRules,
  ...firewallOptionRules,
  ...groupRules,
  ...logRules,
  ...machinesOptionRules,
  ...messagesRules,
  ...mfaRules,
  ...pagesRules,
  ...passwordlessRules,
  ...passwordRules,
  ...planRules,
  ...providersOptionRules,
  ...recoveryRules,
  ...revocationOptionRules,
  ...signInRules,
  ...smsRules,
  ...threatRules,
  ...triggersOptionRules,
};

export const identityRules: OptionRules<IdentityOptions> = {
  ...directoryOptionRules,
  ...replicationOptionRules,
};
