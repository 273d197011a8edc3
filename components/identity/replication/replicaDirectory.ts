import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  checkOptions,
  listOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
} from "../../shared/options.ts";
import { emailAddress, emailDomain, region, resourceId } from "../../shared/rules.ts";
import { emailConfiguration, senderOf } from "../mail/sender.ts";
import { type IdentityOptions, identityRules } from "../options.ts";
import {
  createFirewall,
  type DirectoryFirewallArgs,
  directoryFirewallRules,
} from "../pool/firewall.ts";
import { createCodeBudgets } from "../triggers/codeBudgets.ts";
import { createTriggers, permitPool } from "../triggers/createTriggers.ts";
import { type Invitations, invitationSpec } from "../triggers/invitations.ts";
import { emailState, inPascalCase } from "./desiredState.ts";
import { poolArn } from "./pool.ts";

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
  /** As in the home region. @default every domain */
  allowedEmailDomains?: string[];
  /** Name of the home region's table of invited addresses. Required with `allowedEmailDomains`. @default none */
  invitationsTable?: pulumi.Input<string> | undefined;
  /** The options of the pool, of which the triggers read theirs. @default none */
  options?: IdentityOptions | undefined;
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
  allowedEmailDomains: listOf(emailDomain),
  invitationsTable: resourceId,
  options: options(identityRules),
  firewall: options(directoryFirewallRules),
};

/**
 * The settings that a user pool's replica has of its own: triggers, mail, firewall, and whether it is
 * active. Users, clients and everything else come from the home region.
 *
 * Creates a function with role, log and permission for each trigger that sign-in calls; sign-up and
 * recovery exist only at home. With `senderEmail` it creates a table that counts guesses and mails of
 * sign-in codes in this region, with `firewall` a web ACL, which alone costs money at rest.
 * Source: Cognito Developer Guide, "Multi-Region replication for user pools".
 */
export class ReplicaDirectory extends pulumi.ComponentResource {
  constructor(name: string, args: ReplicaDirectoryArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`ReplicaDirectory "${name}"`, args, rules);
    super("palisade:identity:ReplicaDirectory", name, {}, opts);
    const child = { parent: this };

    const { senderEmail, platformName, status = "ACTIVE", allowedEmailDomains = [] } = args;
    const sender = senderEmail ? senderOf(args, senderEmail, child) : undefined;
    const codeBudgets = sender && createCodeBudgets(name, child);
    const triggers = createTriggers(
      name,
      {
        ...{ platformName, allowedEmailDomains, sender, codeSender: sender, codeBudgets },
        // A replicated pool has no option of a trigger that reads these.
        ...{ environment: name, region: args.region, tables: {} },
        options: args.options ?? {},
        invitations: invitationsOf(args, child),
      },
      { inReplica: true },
      child,
    );
    const replica = { arn: poolArn(args.region, args.userPoolId, child) };
    permitPool(name, triggers, replica, child);
    if (args.firewall) createFirewall(name, args.firewall, replica, child);

    const settings = {
      lambda: triggers.lambdaConfig,
      email: sender && emailConfiguration(sender),
    };
    new aws.cloudcontrol.Resource(
      name,
      {
        typeName: "AWS::Cognito::UserPoolRegionalConfigurationAttachment",
        desiredState: pulumi
          .output({ ...settings, id: args.userPoolId })
          .apply(({ id, lambda, email }) =>
            JSON.stringify({
              UserPoolId: id,
              Status: status,
              LambdaConfig: inPascalCase(lambda),
              EmailConfiguration: email && emailState(email),
            }),
          ),
      },
      child,
    );
    this.registerOutputs();
  }
}

/** Lets the trigger check addresses as at home; it reads the replica of the home region's table. */
function invitationsOf(
  { region: replicaRegion, allowedEmailDomains = [], invitationsTable }: ReplicaDirectoryArgs,
  opts: pulumi.InvokeOptions,
): Pick<Invitations, "preTokenGeneration"> | undefined {
  if (allowedEmailDomains.length === 0 || invitationsTable === undefined) return undefined;
  const { accountId } = aws.getCallerIdentityOutput({}, opts);
  const arn = pulumi.interpolate`arn:aws:dynamodb:${replicaRegion}:${accountId}:table/${invitationsTable}`;
  return { preTokenGeneration: invitationSpec(invitationsTable, "dynamodb:GetItem", arn) };
}
