import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkOptions } from "../shared/options.ts";
import { type UserDirectoryArgs, userDirectoryRules } from "./args.ts";
import { admitMachines } from "./clients/machines.ts";
import { createPublicClient } from "./clients/publicClient.ts";
import { poolInputs, userDirectoryFaults } from "./groups.ts";
import { senderOf } from "./mail/sender.ts";
import { createPool } from "./pool/createPool.ts";
import { createFirewall } from "./pool/firewall.ts";
import { issuersOf } from "./replication/issuers.ts";
import { createDenyList } from "./tokens/denyListTable.ts";
import { createCodeBudgets } from "./triggers/codeBudgets.ts";
import { createTriggers, permitPool } from "./triggers/createTriggers.ts";
import { createInvitations } from "./triggers/invitations.ts";

/**
 * The platform's users: a Cognito user pool with verified email addresses, and its clients.
 *
 * Creates the pool (Essentials plan) with a function, role, log and permission for each trigger, a
 * public client and, with `machineScopes` or `machines`, resource servers, a domain for their token endpoint and
 * a client for each machine. With `senderEmail` it creates a table that counts guesses and mails of sign-in
 * codes, with `allowedEmailDomains` a table of invited addresses, with `revocation` a table of revoked tokens, with `firewall` a web ACL, with
 * `replication` a multi-Region key, the pool's replica and a domain that fails over to it. At rest the firewall costs money, and each of
 * the two keys 1 USD a month. Each monthly active user beyond the first 10,000 costs 0.015 USD.
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
  /** The table of invited addresses. `undefined` without `allowedEmailDomains`. */
  readonly invitationsTable: pulumi.Output<string> | undefined;
  /** The table of revoked tokens. `undefined` without `revocation`. */
  readonly denyListTable: pulumi.Output<string> | undefined;
  /** Ids of the clients of `machines` by name. `undefined` without any. */
  readonly clients: pulumi.Output<Record<string, string>> | undefined;

  constructor(name: string, args: UserDirectoryArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`UserDirectory "${name}"`, args, userDirectoryRules, userDirectoryFaults);
    super("palisade:identity:UserDirectory", name, {}, opts);
    warnAboutWeakOptions(args, this);
    const child = { parent: this };

    const sender = args.senderEmail ? senderOf(args, args.senderEmail, child) : undefined;
    const invitations = args.allowedEmailDomains?.length
      ? createInvitations(name, args, child)
      : undefined;
    const { platformName, allowedEmailDomains = [] } = args;
    const codeBudgets = sender && createCodeBudgets(name, child);
    const triggers = createTriggers(
      name,
      { platformName, options: args, allowedEmailDomains, sender, codeBudgets, invitations },
      { inReplica: false },
      child,
    );
    const inputs = poolInputs(args, { sender, lambdaConfig: triggers.lambdaConfig });
    const pool = createPool(name, args, inputs, child);
    permitPool(name, triggers, pool, child);
    if (args.firewall) createFirewall(name, args.firewall, pool, child);

    const publicClient = createPublicClient(
      `${name}-public`,
      {
        ...args,
        userPoolId: pool.id,
        passwordAuth: args.allowPasswordAuth ?? false,
        customAuth: sender !== undefined,
      },
      child,
    );
    const machines = admitMachines(name, args, pool, child);
    const denyList = args.revocation && createDenyList(name, args, child);

    this.userPoolId = pool.id;
    this.userPoolArn = pool.arn;
    [this.issuer] = issuersOf(pool.id, args.replication ?? { issuer: "ORIGINAL" });
    this.clientId = publicClient.id;
    this.machineClientId = machines?.client?.id;
    this.tokenEndpoint = machines?.tokenEndpoint;
    this.invitationsTable = invitations?.tableName;
    this.denyListTable = denyList?.name;
    this.clients = args.machines && idsOf(machines?.clients ?? {});
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

const idsOf = (clients: Readonly<Record<string, aws.cognito.UserPoolClient>>) =>
  pulumi.output(
    Object.fromEntries(Object.entries(clients).map(([name, { id }]) => [name, id] as const)),
  );

function warnAboutWeakOptions(args: UserDirectoryArgs, directory: UserDirectory): void {
  if (args.totpMfa === "OFF") {
    void pulumi.log.warn(
      "totpMfa is OFF: no user can protect their sign-in with a second factor.",
      directory,
    );
  }
  if (args.refreshTokenRotation === false) {
    void pulumi.log.warn(
      "refreshTokenRotation is off: a stolen refresh token works until it expires.",
      directory,
    );
  }
}
