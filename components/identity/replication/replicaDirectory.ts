import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  anything,
  checkOptions,
  listOf,
  mapOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
} from "../../shared/options.ts";
import { emailAddress, emailDomain, region, resourceId } from "../../shared/rules.ts";
import type { FunctionNetwork } from "../mail/mailEvents.ts";
import { createMailDomain } from "../mail/domain.ts";
import { type MailDomainArgs, mailDomainFaults, mailDomainRules } from "../mail/domainArgs.ts";
import { emailConfiguration, senderOf } from "../mail/sender.ts";
import { type IdentityOptions, identityRules } from "../options.ts";
import {
  createFirewall,
  type DirectoryFirewallArgs,
  directoryFirewallRules,
} from "../pool/firewall.ts";
import { createLogs } from "../pool/logs.ts";
import { mfaOf } from "../pool/mfa.ts";
import { createSms } from "../sms/role.ts";
import { createCodeBudgets } from "../triggers/codeBudgets.ts";
import { createTriggers, logNamesOf, permitPool } from "../triggers/createTriggers.ts";
import { createSenderKey } from "../triggers/senderKey.ts";
import { type Invitations, invitationSpec } from "../triggers/invitations.ts";
import type { TriggerTables } from "../triggers/ownCode.ts";
import { inPascalCase } from "./desiredState.ts";
import { poolArn } from "./pool.ts";
import { ownAccount } from "../../shared/iam.ts";

export interface ReplicaDirectoryArgs {
  /** The replica's region, which is the stack's. */
  region: string;
  /** Id of the pool, the same in both regions. The home region's stack creates pool and replica. */
  userPoolId: pulumi.Input<string>;
  /** The platform's name in messages to users. */
  platformName: string;
  /**
   * Whether users can sign in at the replica. It gets requests only from clients that are led to it, so it
   * stays active. Cognito deletes inactive replicas only: set INACTIVE and deploy, before you remove one.
   * @default "ACTIVE"
   */
  status?: "ACTIVE" | "INACTIVE";
  /** As in the home region; its identity must be verified in SES in this region too. @default no sign-in by mailed code */
  senderEmail?: string | undefined;
  /** The verified identity that the address belongs to. @default the address */
  senderIdentity?: string | undefined;
  /** As in the home region: the domain gets an identity and records for this region too. @default none */
  mailDomain?: MailDomainArgs | undefined;
  /** As in the home region. @default every domain */
  allowedEmailDomains?: string[];
  /** Name of the home region's table of invited addresses. Required with `allowedEmailDomains`. @default none */
  invitationsTable?: pulumi.Input<string> | undefined;
  /** The options of the pool, of which the replica has its own triggers, text messages and logs. @default none */
  options?: IdentityOptions | undefined;
  /** Name of the environment, for which `{environment}` stands in names of secrets. @default the directory's own name */
  environment?: string;
  /** Tables of services in this region that triggers may be granted, as `<service>.<table>`. @default none */
  tables?: TriggerTables;
  /** Private subnets for the function that logs bounces and complaints. @default none: they are not logged */
  network?: FunctionNetwork | undefined;
  /** AWS WAF in front of the replica's public operations. @default none */
  firewall?: DirectoryFirewallArgs | undefined;
}

const rules: OptionRules<ReplicaDirectoryArgs> = {
  region: required(region),
  userPoolId: required(resourceId),
  platformName: required(text()),
  status: oneOf(["ACTIVE", "INACTIVE"]),
  senderEmail: emailAddress,
  senderIdentity: text(),
  mailDomain: options(mailDomainRules),
  allowedEmailDomains: listOf(emailDomain),
  invitationsTable: resourceId,
  options: options(identityRules),
  environment: text(),
  tables: mapOf(anything),
  network: anything,
  firewall: options(directoryFirewallRules),
};

/**
 * The settings that a user pool's replica has of its own: triggers, mail, text messages, logs, firewall, and whether it
 * is active. Users, clients, providers and everything else come from the home region.
 *
 * Creates a function with role, log and permission for each trigger that sign-in calls; sign-up and
 * recovery exist only at home. With `senderEmail` it creates a table that counts guesses and mails of
 * sign-in codes in this region, with `mailDomain` its identity in SES with records, with the options `sms` and `logs` a
 * role and a log group, with a custom sender a key, with `firewall` a web ACL, which alone costs money at rest.
 * Source: Cognito Developer Guide, "Multi-Region replication for user pools".
 */
export class ReplicaDirectory extends pulumi.ComponentResource {
  /** Names of the log groups of the triggers' functions, by trigger. */
  readonly triggerLogs: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ReplicaDirectoryArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`ReplicaDirectory "${name}"`, args, rules, mailDomainFaults);
    super("palisade:identity:ReplicaDirectory", name, {}, opts);
    const child = { parent: this };

    const {
      region: ownRegion,
      platformName,
      senderEmail,
      mailDomain,
      allowedEmailDomains = [],
    } = args;
    const { environment = name, tables = {}, options: given = {}, status = "ACTIVE" } = args;
    const domain =
      mailDomain &&
      createMailDomain(
        name,
        ownRegion,
        mailDomain,
        { inReplica: true, network: args.network },
        child,
      );
    const sender = senderEmail ? senderOf(args, senderEmail, child, domain) : undefined;
    // As at home: a mailed code would replace a required second factor.
    const codeSender = mfaOf(given).mode === "ON" ? undefined : sender;
    const codeBudgets = codeSender && createCodeBudgets(name, child);
    const triggers = createTriggers(
      name,
      {
        ...{ platformName, environment, region: ownRegion, tables, allowedEmailDomains },
        ...{ options: given, sender, codeSender, codeBudgets },
        // Which region Cognito's condition has for a replica is not documented.
        senderKeyArn: createSenderKey(name, { ...given, region: "*" }, child),
        invitations: invitationsOf(args, child),
      },
      { inReplica: true },
      child,
    );
    this.triggerLogs = logNamesOf(triggers);
    const userPoolId = pulumi.output(args.userPoolId);
    const replica = { id: userPoolId, arn: poolArn(ownRegion, userPoolId, child) };
    permitPool(name, triggers, replica, child);
    if (args.firewall) createFirewall(name, args.firewall, replica, child);
    // A replica that is removed needs its role no more.
    const sms = createSms(name, { ...given, region: ownRegion, deletionProtection: false }, child);

    const settings = {
      lambda: triggers.lambdaConfig,
      email: sender && emailConfiguration(sender),
      sms,
    };
    const attachment = new aws.cloudcontrol.Resource(
      name,
      {
        typeName: "AWS::Cognito::UserPoolRegionalConfigurationAttachment",
        desiredState: pulumi
          .output({ ...settings, id: userPoolId })
          .apply(({ id, lambda, email, sms: texts }) =>
            JSON.stringify({
              UserPoolId: id,
              Status: status,
              LambdaConfig: inPascalCase(lambda),
              EmailConfiguration: inPascalCase(email),
              SmsConfiguration: inPascalCase(texts),
            }),
          ),
      },
      child,
    );
    createLogs(name, given, replica, pulumi.mergeOptions(child, { dependsOn: [attachment] }));
    this.registerOutputs();
  }
}

/** Lets the trigger check addresses as at home; it reads the replica of the home region's table. */
function invitationsOf(
  { region: replicaRegion, allowedEmailDomains = [], invitationsTable }: ReplicaDirectoryArgs,
  opts: pulumi.InvokeOptions,
): Pick<Invitations, "preTokenGeneration"> | undefined {
  if (allowedEmailDomains.length === 0 || invitationsTable === undefined) return undefined;
  const accountId = ownAccount(opts);
  const arn = pulumi.interpolate`arn:aws:dynamodb:${replicaRegion}:${accountId}:table/${invitationsTable}`;
  return { preTokenGeneration: invitationSpec(invitationsTable, "dynamodb:GetItem", arn) };
}
