import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type AuthorizerDefinitions, identityHeaders } from "../authorizers/definition.ts";
import { createLogGroup } from "../../shared/logGroup.ts";

/** Headers that a reader of a log could use to act as the caller, in lower case. */
export const secretHeaders = (authorizers: AuthorizerDefinitions = {}): string[] => {
  const custom = Object.values(authorizers).flatMap(identityHeaders);
  return [...new Set([...usualSecretHeaders, ...custom.map((name) => name.toLowerCase())])];
};

const usualSecretHeaders = ["authorization", "cookie", "x-api-key", "x-amz-security-token"];

/**
 * Logs the requests that a rule matched. AWS WAF requires the prefix of the log group's name, and adds
 * the permission to write by itself.
 *
 * @param headers - headers whose values the log redacts
 * @param region - of the web ACL @default the stack's
 */
export function logMatches(
  name: string,
  retentionDays: number | undefined,
  headers: string[],
  webAcl: aws.wafv2.WebAcl,
  opts: pulumi.CustomResourceOptions,
  region?: string,
): void {
  const place = region === undefined ? {} : { region };
  const logGroup = createLogGroup(
    name,
    {
      ...place,
      name: pulumi.interpolate`aws-waf-logs-${webAcl.name}`,
      retentionDays,
    },
    opts,
  );
  new aws.wafv2.WebAclLoggingConfiguration(
    name,
    {
      ...place,
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
