import * as pulumi from "@pulumi/pulumi";

export interface EndpointPolicyArgs {
  region: string;
  /** Accounts whose identities may reach those accounts' resources. */
  accountIds: pulumi.Input<string>[];
}

/**
 * The policy of a VPC endpoint. AWS's own lets anybody's credentials through to anybody's
 * resources, so that whoever breaks into a task can copy data into a bucket of their own with
 * credentials of their own. This one lets identities of known accounts through to resources of those
 * accounts.
 *
 * Sources: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; the
 * conditions are those of aws-samples/data-perimeter-policy-examples, "VPC endpoint policy examples".
 *
 * @param service - last part of the service's name, such as `s3`
 */
export const endpointPolicy = (
  service: string,
  { region, accountIds }: EndpointPolicyArgs,
): pulumi.Output<string> =>
  pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "KnownAccounts",
        Effect: "Allow",
        Principal: "*",
        Action: "*",
        Resource: "*",
        Condition: {
          StringEquals: { "aws:PrincipalAccount": accountIds, "aws:ResourceAccount": accountIds },
        },
      },
      ...(service === "s3" ? [imageLayers(region)] : []),
    ],
  });

/**
 * ECR keeps the layers of all images in a bucket of its own, and signs the addresses by an account
 * of its own: neither the bucket nor the identity is of a known account. No task starts without.
 * Source: Amazon ECR User Guide, "Amazon ECR interface VPC endpoints (AWS PrivateLink)", "Minimum
 * Amazon S3 Bucket Permissions for Amazon ECR".
 */
const imageLayers = (region: string) => ({
  Sid: "ImageLayers",
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
});
