import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type UserDirectoryArgs, userDirectoryFaults, userDirectoryRules } from "./args.ts";
import { checkOptions } from "../shared/options.ts";
import { createMachineClient, createPublicClient, type ScopesArgs } from "./clients.ts";
import * as defaults from "./defaults.ts";
import { createFirewall } from "./firewall.ts";
import { emailConfiguration, mailTriggers, type Sender, senderOf } from "./mail.ts";
import { issuersOf } from "./replication/issuers.ts";
import { createReplicatedPool, type Pool } from "./replication/pool.ts";
import { createInvitations, type Invitations } from "./tables.ts";
import { createTriggers, lambdaConfig, merged, permitPool, type Triggers } from "./triggers.ts";

/**
 * The platform's users: a Cognito user pool with verified email addresses, and its clients.
 *
 * Creates the pool (Essentials plan) with a function, role, log and permission for each trigger, a
 * public client and, with `machineScopes`, a resource server, a domain for its token endpoint and
 * a machine client. With `senderEmail` it creates a table that counts guesses and mails of sign-in
 * codes, with `allowedEmailDomains` a table of invited addresses, with `firewall` a web ACL, with
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

  constructor(name: string, args: UserDirectoryArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`UserDirectory "${name}"`, args, userDirectoryRules, userDirectoryFaults);
    super("palisade:identity:UserDirectory", name, {}, opts);
    warnAboutWeakOptions(args, this);
    const child = { parent: this };

    const sender = args.senderEmail ? senderOf(args, args.senderEmail, child) : undefined;
    const invitations = args.allowedEmailDomains?.length
      ? createInvitations(name, args, child)
      : undefined;
    const triggers = createTriggers(
      name,
      {
        ...accountTriggers(args, invitations),
        ...(sender ? mailTriggers(name, args.platformName, sender, child) : {}),
      },
      child,
    );
    const pool = createPool(name, args, sender, triggers, child);
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
    const machines = args.machineScopes
      ? admitMachines(name, args, args.machineScopes, pool, child)
      : undefined;

    this.userPoolId = pool.id;
    this.userPoolArn = pool.arn;
    [this.issuer] = issuersOf(pool.id, args.replication ?? { issuer: "ORIGINAL" });
    this.clientId = publicClient.id;
    this.machineClientId = machines?.client.id;
    this.tokenEndpoint = machines?.tokenEndpoint;
    this.invitationsTable = invitations?.tableName;
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

/** Triggers that decide who may sign up and sign in, and add claims to tokens. */
function accountTriggers(
  { allowedEmailDomains = [] }: UserDirectoryArgs,
  invitations: Invitations | undefined,
) {
  const environment = { ALLOWED_EMAIL_DOMAINS: allowedEmailDomains.join(",") };
  return {
    preSignUp: merged({ environment }, invitations?.preSignUp),
    postConfirmation: {},
    preTokenGeneration: invitations ? merged({ environment }, invitations.preTokenGeneration) : {},
  };
}

function createPool(
  name: string,
  args: UserDirectoryArgs,
  sender: Sender | undefined,
  triggers: Triggers,
  opts: pulumi.CustomResourceOptions,
): Pool {
  const protect = args.deletionProtection ?? true;
  const inputs = poolInputs(args, sender, triggers, protect);
  const { region, replication } = args;
  if (replication) return createReplicatedPool(name, region, inputs, replication, protect, opts);
  return new aws.cognito.UserPool(
    name,
    inputs,
    protect ? pulumi.mergeOptions(opts, { protect, retainOnDelete: true }) : opts,
  );
}

function poolInputs(
  args: UserDirectoryArgs,
  sender: Sender | undefined,
  triggers: Triggers,
  protect: boolean,
): aws.cognito.UserPoolArgs {
  const totpMfa = args.totpMfa ?? "OPTIONAL";
  return {
    userPoolTier: "ESSENTIALS",
    usernameAttributes: ["email"],
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ["email"],
    // A new address takes effect only when its owner has confirmed it.
    userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
    accountRecoverySetting: {
      recoveryMechanisms: [{ name: "verified_email", priority: 1 }],
    },
    schemas: [tenantAttribute],
    passwordPolicy: {
      minimumLength: args.passwordMinimumLength ?? defaults.passwordMinimumLength,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: true,
      temporaryPasswordValidityDays: defaults.temporaryPasswordDays,
    },
    mfaConfiguration: totpMfa,
    softwareTokenMfaConfiguration: totpMfa === "OFF" ? undefined : { enabled: true },
    emailConfiguration: sender && emailConfiguration(sender),
    lambdaConfig: lambdaConfig(triggers),
    deletionProtection: protect ? "ACTIVE" : "INACTIVE",
  };
}

/** The customer that a user belongs to. Without explicit constraints, each preview would replace the pool. */
const tenantAttribute = {
  name: "tenant",
  attributeDataType: "String",
  developerOnlyAttribute: false,
  mutable: true,
  required: false,
  stringAttributeConstraints: { minLength: "1", maxLength: "64" },
};

function admitMachines(
  name: string,
  args: UserDirectoryArgs,
  { identifier, scopes }: ScopesArgs,
  pool: Pool,
  opts: pulumi.CustomResourceOptions,
) {
  const resourceServer = new aws.cognito.ResourceServer(
    name,
    {
      userPoolId: pool.id,
      identifier,
      name: identifier,
      scopes: Object.entries(scopes).map(([scopeName, scopeDescription]) => ({
        scopeName,
        scopeDescription,
      })),
    },
    opts,
  );
  // The prefix must be unique in its region, as the pool's id is.
  const prefix = pool.id.apply((id) => id.toLowerCase().replaceAll("_", "-"));
  const { domain } = new aws.cognito.UserPoolDomain(
    name,
    { userPoolId: pool.id, domain: prefix },
    opts,
  );
  const client = createMachineClient(
    `${name}-machine`,
    { ...args, userPoolId: pool.id, scopes: resourceServer.scopeIdentifiers },
    opts,
  );
  // The prefix domain stays beside a domain of your own: clients may know it.
  const host =
    args.replication?.signInDomain?.name ??
    pulumi.interpolate`${domain}.auth.${args.region}.amazoncognito.com`;
  return { client, tokenEndpoint: pulumi.interpolate`https://${host}/oauth2/token` };
}
