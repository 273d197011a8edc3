import type { Properties } from "../../../graph/resource.ts";
import type { Mappings } from "../mapping.ts";
import { isUnknown } from "../unknown.ts";

export const dnsMappings: Mappings = {
  "aws:route53/zone:Zone": {
    schema: "AWS::Route53::HostedZone",
    names: {
      comment: "HostedZoneConfig.Comment",
      tags: "HostedZoneTags",
      vpcs: "VPCs",
      "vpcs.vpcRegion": "VPCRegion",
    },
    // By default the provider's region.
    optional: ["VPCs.VPCRegion"],
    updatable: ["vpcs"],
  },
  "aws:route53/record:Record": {
    schema: "AWS::Route53::RecordSet",
    sent: withQuotes,
    names: {
      aliases: "AliasTarget",
      "aliases.name": "DNSName",
      "aliases.zoneId": "HostedZoneId",
      cidrRoutingPolicy: "CidrRoutingConfig",
      failoverRoutingPolicies: ".",
      "failoverRoutingPolicies.type": "Failover",
      geolocationRoutingPolicies: "GeoLocation",
      "geolocationRoutingPolicies.continent": "ContinentCode",
      "geolocationRoutingPolicies.country": "CountryCode",
      "geolocationRoutingPolicies.subdivision": "SubdivisionCode",
      geoproximityRoutingPolicy: "GeoProximityLocation",
      latencyRoutingPolicies: ".",
      "latencyRoutingPolicies.region": "Region",
      multivalueAnswerRoutingPolicy: "MultiValueAnswer",
      records: "ResourceRecords",
      weightedRoutingPolicies: ".",
      "weightedRoutingPolicies.weight": "Weight",
      zoneId: "HostedZoneId",
    },
    rules: {
      "": ["aws_route53_recordset/recordset_alias", "aws_route53_recordset/recordset_pattern"],
    },
    replaces: ["name"],
  },
  "aws:route53/healthCheck:HealthCheck": {
    schema: "AWS::Route53::HealthCheck#/properties/HealthCheckConfig",
    names: {
      childHealthThreshold: "HealthThreshold",
      cloudwatchAlarmName: "AlarmIdentifier.Name",
      cloudwatchAlarmRegion: "AlarmIdentifier.Region",
      fqdn: "FullyQualifiedDomainName",
      invertHealthcheck: "Inverted",
    },
    rules: { "": ["aws_route53_healthcheck/healthcheckconfig_type_inclusive"] },
    replaces: ["measureLatency", "referenceName", "requestInterval", "routingControlArn", "type"],
  },
  "aws:acm/certificate:Certificate": {
    schema: "AWS::CertificateManager::Certificate",
    // Only an imported certificate has no domain name among its inputs.
    optional: ["DomainName"],
    names: {
      "options.certificateTransparencyLoggingPreference":
        "CertificateTransparencyLoggingPreference",
      "options.export": "CertificateExport",
      options: ".",
    },
    replaces: ["validationMethod", "validationOptions"],
  },
};

/** Pulumi's provider puts texts into the quotes that Route 53 wants. Values that are not known yet stay as they are. */
function withQuotes(inputs: Properties): Properties {
  const { type, records } = inputs;
  if (!Array.isArray(records) || !["TXT", "SPF"].includes(String(type))) return inputs;
  const quoted = records.map((value: unknown) =>
    typeof value === "string" && !isUnknown(value) ? `"${value}"` : value,
  );
  return { ...inputs, records: quoted };
}
