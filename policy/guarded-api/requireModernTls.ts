import type { Finding, ResourceRule } from "../rule.ts";
import { readDocument } from "../model/openApi.ts";

/** The property of the security policy, by type. */
const policyOf: Readonly<Record<string, string>> = {
  "aws:apigateway/domainName:DomainName": "securityPolicy",
  "aws:apigatewayv2/domainName:DomainName": "domainNameConfiguration.securityPolicy",
  "aws:apigateway/restApi:RestApi": "securityPolicy",
  "aws:apigateway/restApiPut:RestApiPut": "securityPolicy",
  // Only Cloud Control's has the property.
  "aws:cognito/userPoolDomain:UserPoolDomain": "securityPolicy",
};

/** The key of the security policy in OpenAPI documents. */
const extension = "x-amazon-apigateway-security-policy";

/**
 * Domains require TLS 1.2 or later, which is their default. For APIs, this rule checks only a
 * policy that is set explicitly.
 *
 * Source: API Gateway Developer Guide, "Supported security policies" (default: TLS_1_2 for domains).
 */
export const requireModernTls: ResourceRule = {
  name: "require-modern-tls",
  description: "API domain names require TLS 1.2 or later, and no API allows an older version.",
  why: "TLS 1.0 and 1.1 have known weaknesses that let an attacker on the network read and change requests.",
  fix: 'Set the security policy to "TLS_1_2", or to a policy that begins with "SecurityPolicy_TLS13_".',
  equivalents: ["CKV_AWS_206", "apigateway-domain-name-tls-check"],
  types: Object.keys(policyOf),

  *check(domain): Iterable<Finding> {
    const property = policyOf[domain.type]!;
    const said = new Map([
      [property, domain.valueAt(property)],
      [`body.${extension}`, readDocument(domain.hintsAt("body")[0])?.[extension]],
    ]);
    for (const [property, value] of said) {
      if (value === undefined || value === null || isModern(String(value))) continue;
      yield { exposed: "Clients may connect with an outdated TLS version", property, value };
    }
  },
};

/**
 * Such as TLS_1_2, TLS_1_3, SecurityPolicy_TLS13_1_2_2021_06, SecurityPolicy_TLS12_2018_EDGE, and
 * TLS_V1_2_2021 of Cognito.
 */
const isModern = (policy: string): boolean =>
  /^(SecurityPolicy_TLS1[2-9]_|TLS_V?1_[2-9])/i.test(policy);
