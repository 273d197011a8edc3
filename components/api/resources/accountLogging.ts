import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ownAccount, serviceRole } from "../../shared/iam.ts";

/**
 * Lets API Gateway write logs in this region. The setting belongs to the account, so a role that is
 * set already stays. Setting and role also stay when the stack is deleted, because other APIs of the
 * account may use them.
 *
 * Creates a role, used if none is set, and the setting. Costs nothing.
 */
export class AccountLogging extends pulumi.ComponentResource {
  constructor(name: string, args: Record<string, never>, opts?: pulumi.ComponentResourceOptions) {
    super("palisade:api:AccountLogging", name, args, opts);
    const kept = { parent: this, retainOnDelete: true };

    const role = serviceRole(name, "apigateway.amazonaws.com", kept);
    const policy = new aws.iam.RolePolicyAttachment(
      name,
      {
        role: role.name,
        policyArn: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
      },
      kept,
    );
    const current = aws.apigateway.Account.get(
      `${name}-current`,
      ownAccount({ parent: this }),
      {},
      { parent: this },
    );
    new aws.apigateway.Account(
      name,
      {
        cloudwatchRoleArn: pulumi
          .all([current.cloudwatchRoleArn, role.arn])
          .apply(([set, own]) => set || own),
      },
      pulumi.mergeOptions(kept, { dependsOn: [policy] }),
    );
    this.registerOutputs();
  }
}
