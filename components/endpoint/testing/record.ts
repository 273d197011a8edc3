import { recordResources } from "../../../tests/support/recordResources.ts";
import { RegionalEndpoint, type RegionalEndpointArgs } from "../index.ts";

const args: RegionalEndpointArgs = {
  name: "api.example.com",
  hostedZoneId: "Z0123456789",
  region: "eu-west-1",
  restApiId: "api",
  stageName: "live",
  shallowPath: "/health/gateway",
  deepPath: "/health",
};

export const hosts = [
  "api.example.com",
  "eu-west-1.api.example.com",
  "us-east-1.api.example.com",
  "api.example.org",
];

/** Outputs of AWS that depend on nothing but the type here. */
const outputs = {
  "aws:acm/certificate:Certificate": {
    // ACM lists them in any order.
    domainValidationOptions: hosts.toReversed().map((host) => ({
      domainName: host,
      resourceRecordName: `_token.${host}`,
      resourceRecordType: "CNAME",
      resourceRecordValue: `_value.${host}`,
    })),
  },
  "aws:acm/certificateValidation:CertificateValidation": { certificateArn: "arn:valid" },
  "aws:apigateway/domainName:DomainName": {
    regionalDomainName: "d-1.execute-api.eu-west-1.amazonaws.com",
    regionalZoneId: "ZGATEWAY",
  },
  "aws:route53/record:Record": { fqdn: "fqdn" },
};

/** Records the resources of an endpoint in eu-west-1. */
export const record = (more: Partial<RegionalEndpointArgs> = {}) =>
  recordResources(() => new RegionalEndpoint("test", { ...args, ...more }), outputs);
