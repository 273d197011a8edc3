import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createLogGroup } from "../shared/logGroup.ts";
import * as defaults from "./defaults.ts";

/**
 * Fields of a request in the log. Queries and cookies are left out, because they may have secrets.
 * Source: CloudFront Developer Guide, "Standard logging reference" (Log file fields).
 */
const recordFields = [
  "timestamp(ms)",
  "x-edge-request-id",
  "x-edge-location",
  "c-ip",
  "c-country",
  "cs-method",
  "cs-protocol",
  "cs-protocol-version",
  "x-host-header",
  "cs-uri-stem",
  "cs(User-Agent)",
  "cs-bytes",
  "sc-status",
  "sc-bytes",
  "sc-content-type",
  "time-taken",
  "time-to-first-byte",
  "origin-fbl",
  "x-edge-result-type",
  "x-edge-detailed-result-type",
  "cache-behavior-path-pattern",
  "ssl-protocol",
  "ssl-cipher",
];

/**
 * Standard logging (v2) of each request into CloudWatch Logs, where Logs Insights finds them and where
 * they end by themselves. A bucket would be cheaper to fill, but needs a reader.
 *
 * CloudFront's logs are delivered from us-east-1, whatever their destination. AWS lets the delivery write
 * by itself (`logs:PutResourcePolicy`), and asks for names below /aws/vendedlogs/, which keep that policy
 * short.
 * Sources: CloudFront Developer Guide, "Configure standard logging (v2)"; CloudWatch Logs User Guide,
 * "Enable logging from AWS services".
 */
export function createAccessLog(
  name: string,
  distribution: aws.cloudfront.Distribution,
  retentionDays: number | undefined,
  opts: pulumi.CustomResourceOptions,
): void {
  const place = { region: defaults.edgeRegion };
  const logGroup = createLogGroup(
    `${name}-access`,
    {
      ...place,
      name: pulumi.interpolate`/aws/vendedlogs/cloudfront/${distribution.id}`,
      retentionDays,
    },
    opts,
  );
  const source = new aws.cloudwatch.LogDeliverySource(
    name,
    { ...place, logType: "ACCESS_LOGS", resourceArn: distribution.arn },
    opts,
  );
  const destination = new aws.cloudwatch.LogDeliveryDestination(
    name,
    {
      ...place,
      outputFormat: "json",
      deliveryDestinationConfiguration: { destinationResourceArn: logGroup.arn },
    },
    opts,
  );
  new aws.cloudwatch.LogDelivery(
    name,
    {
      ...place,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields,
    },
    opts,
  );
}
