import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as defaults from "./defaults.ts";

/**
 * Logs the requests that a rule matched. AWS WAF writes to log groups with this beginning only, and
 * lets itself do so.
 *
 * @param headers - whose values the log leaves out
 */
export function logMatches(
  name: string,
  retentionDays: number | undefined,
  headers: string[],
  webAcl: aws.wafv2.WebAcl,
  opts: pulumi.CustomResourceOptions,
): void {
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    {
      name: pulumi.interpolate`aws-waf-logs-${webAcl.name}`,
      retentionInDays: retentionDays ?? defaults.logRetentionDays,
    },
    opts,
  );
  new aws.wafv2.WebAclLoggingConfiguration(
    name,
    {
      resourceArn: webAcl.arn,
      logDestinationConfigs: [logGroup.arn],
      redactedFields: headers.map((header) => ({ singleHeader: { name: header } })),
      loggingFilter: {
        defaultBehavior: "DROP",
        filters: [
          {
            behavior: "KEEP",
            requirement: "MEETS_ANY",
            conditions: ["BLOCK", "COUNT"].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    },
    opts,
  );
}
