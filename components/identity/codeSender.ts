import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AllowStatement } from "../iam.ts";

export interface CodeSenderArgs {
  /** The address that mail is sent from. */
  email: string;
}

/**
 * The address that sign-in codes are mailed from.
 *
 * Creates an SES identity; SES mails the address a link that must be followed once before it
 * sends. Costs 0.10 USD per thousand mails.
 */
export class CodeSender extends pulumi.ComponentResource {
  /** What allows a function to send from this address and from no other. */
  readonly statement: AllowStatement;

  constructor(name: string, args: CodeSenderArgs, opts?: pulumi.ComponentResourceOptions) {
    super("palisade:identity:CodeSender", name, {}, opts);
    const identity = new aws.sesv2.EmailIdentity(
      name,
      { emailIdentity: args.email },
      { parent: this },
    );
    this.statement = { actions: ["ses:SendEmail"], resources: [identity.arn] };
    this.registerOutputs();
  }
}
