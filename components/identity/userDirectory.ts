import * as pulumi from "@pulumi/pulumi";
import { checkOptions } from "../shared/options.ts";
import { type UserDirectoryArgs, userDirectoryRules } from "./args.ts";
import { admitMachines } from "./clients/machines.ts";
import { createAppClients } from "./clients/appClient.ts";
import { poolInputs, userDirectoryFaults, warningsOf } from "./groups.ts";
import { createMailDomain } from "./mail/domain.ts";
import { senderOf } from "./mail/sender.ts";
import { createDomains } from "./pages/domain.ts";
import { createPool } from "./pool/createPool.ts";
import { createGroups } from "./pool/groups.ts";
import { createFirewall } from "./pool/firewall.ts";
import { createLogs } from "./pool/logs.ts";
import { mfaOf } from "./pool/mfa.ts";
import { createRiskConfiguration } from "./pool/threatProtection.ts";
import { createProviders } from "./providers/index.ts";
import { issuersOf } from "./replication/issuers.ts";
import { createSms } from "./sms/role.ts";
import { createDenyList } from "./tokens/denyListTable.ts";
import { createCodeBudgets } from "./triggers/codeBudgets.ts";
import { createTriggers, logNamesOf, permitPool } from "./triggers/createTriggers.ts";
import { createInvitations } from "./triggers/invitations.ts";
import { createSenderKey } from "./triggers/senderKey.ts";

/**
 * The platform's users: a Cognito user pool with verified email addresses, and its clients.
 *
 * Creates the pool (Essentials plan) with a function, role, log and permission for each trigger, a
 * public client and, with `machineScopes` or `machines`, resource servers, a domain for their token endpoint and
 * a client for each machine. With `senderEmail` it creates a table that counts guesses and mails of sign-in
 * codes, with `allowedEmailDomains` a table of invited addresses, with `revocation` a table of revoked tokens, with `sms` a role to send text messages, with a custom sender a key, with `mailDomain` an identity and a configuration set in SES with their records, with `firewall` a web ACL, with
 * `replication` a multi-Region key, the pool's replica and a domain that fails over to it. At rest the firewall costs money, and each key
 * 1 USD a month. Each monthly active user beyond the first 10,000 costs 0.015 USD.
 */
export class UserDirectory extends pulumi.ComponentResource {
  readonly userPoolId: pulumi.Output<string>;
  /** The authorizers of all regions trust it. */
  readonly userPoolArn: pulumi.Output<string>;
  /** The tokens' `iss` claim. */
  readonly issuer: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** `undefined` without `machineScopes`. */
  readonly machineClientId: pulumi.Output<string> | undefined;
  /** Gives machines their tokens, by client id and secret. `undefined` without `machineScopes`. */
  readonly tokenEndpoint: pulumi.Output<string> | undefined;
  /** Begins the addresses of the sign-in pages, such as `/oauth2/authorize`. `undefined` if no client has pages. */
  readonly signInUrl: pulumi.Output<string> | undefined;
  /** Names of the groups. `undefined` without `groups`. */
  readonly groups: string[] | undefined;
  /** The table of invited addresses. `undefined` without `allowedEmailDomains`. */
  readonly invitationsTable: pulumi.Output<string> | undefined;
  /** The table of revoked tokens. `undefined` without `revocation`. */
  readonly denyListTable: pulumi.Output<string> | undefined;
  /** Names of the log groups of the triggers' functions, by trigger. */
  readonly triggerLogs: Readonly<Record<string, pulumi.Output<string>>>;
  /** Ids of the clients of `clients` and `machines` by name. `undefined` without any. */
  readonly clients: pulumi.Output<Record<string, string>> | undefined;

  constructor(name: string, args: UserDirectoryArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`UserDirectory "${name}"`, args, userDirectoryRules, userDirectoryFaults);
    super("palisade:identity:UserDirectory", name, {}, opts);
    for (const warning of warningsOf(args)) void pulumi.log.warn(warning, this);
    const child = { parent: this };

    const { region, mailDomain, senderEmail, platformName, allowedEmailDomains = [] } = args;
    const { environment = name, tables = {} } = args;
    const domain =
      mailDomain &&
      createMailDomain(
        name,
        region,
        mailDomain,
        { inReplica: false, network: args.network },
        child,
      );
    const sender = senderEmail ? senderOf(args, senderEmail, child, domain) : undefined;
    const invitations = allowedEmailDomains.length
      ? createInvitations(name, args, child)
      : undefined;
    // A mailed code would replace a required second factor.
    const codeSender = mfaOf(args).mode === "ON" ? undefined : sender;
    const customAuth = codeSender !== undefined;
    const codeBudgets = customAuth ? createCodeBudgets(name, child) : undefined;
    const triggers = createTriggers(
      name,
      {
        ...{ platformName, environment, region, tables, allowedEmailDomains },
        ...{ options: args, sender, codeSender, codeBudgets, invitations },
        senderKeyArn: createSenderKey(name, args, child),
      },
      { inReplica: false },
      child,
    );
    const { lambdaConfig } = triggers;
    const smsConfiguration = createSms(name, args, child);
    const links = { sender, lambdaConfig, smsConfiguration, platformName, customAuth };
    const inputs = poolInputs(args, links);
    const pool = createPool(name, args, inputs, child);
    permitPool(name, triggers, pool, child);
    if (args.firewall) createFirewall(name, args.firewall, pool, child);
    createRiskConfiguration(name, args, pool, child);
    createLogs(name, args, pool, child);

    const identityProviders = createProviders(name, args, pool, { ...args, environment }, child);
    const apps = createAppClients(name, { ...args, customAuth, identityProviders }, pool, child);
    const machines = admitMachines(name, args, pool, child);
    const pages = createDomains(name, args, pool, child);
    const denyList = args.revocation && createDenyList(name, args, child);

    this.userPoolId = pool.id;
    this.userPoolArn = pool.arn;
    [this.issuer] = issuersOf(pool.id, args.replication ?? { issuer: "ORIGINAL" });
    this.clientId = apps.public.id;
    this.groups = createGroups(name, args, pool, child);
    this.machineClientId = machines?.client?.id;
    this.tokenEndpoint = machines && pages?.tokenEndpoint;
    this.signInUrl = pages?.signInUrl;
    this.triggerLogs = logNamesOf(triggers);
    this.invitationsTable = invitations?.tableName;
    this.denyListTable = denyList?.name;
    this.clients =
      args.clients || args.machines ? idsOf({ ...apps, ...machines?.clients }) : undefined;
    this.registerOutputs({
      userPoolId: this.userPoolId,
      userPoolArn: this.userPoolArn,
      issuer: this.issuer,
      clientId: this.clientId,
      machineClientId: this.machineClientId,
      tokenEndpoint: this.tokenEndpoint,
    });
  }
}

const idsOf = (clients: Readonly<Record<string, { readonly id: pulumi.Output<string> }>>) =>
  pulumi.output(
    Object.fromEntries(Object.entries(clients).map(([name, { id }]) => [name, id] as const)),
  );
