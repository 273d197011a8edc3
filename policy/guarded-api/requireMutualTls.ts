import type { Finding, ResourceRule } from "../rule.ts";
import { matcher } from "../model/patterns.ts";

/** The configured domains accept only clients with a certificate. */
export const requireMutualTls: ResourceRule<{ domains: readonly string[] }> = {
  name: "require-mutual-tls",
  description: "Domain names for known clients require client certificates.",
  why: "Without client certificates, a stolen token works from any machine.",
  fix: "Set truststoreUri to the truststore in S3, such as s3://bucket/truststore.pem.",
  settings: {
    domains: {
      description: "Domain names that require client certificates; * matches any characters.",
      schema: { type: "array", items: { type: "string", minLength: 1 } },
      default: [],
    },
  },
  equivalents: [],
  types: ["aws:apigateway/domainName:DomainName", "aws:apigatewayv2/domainName:DomainName"],

  *check(domain, { domains }): Iterable<Finding> {
    const property = "mutualTlsAuthentication.truststoreUri";
    if (domains.length === 0 || domain.isSet(property)) return;
    if (!matcher(domains)(String(domain.valueAt("domainName")))) return;
    const exposed = "Unknown machines may call";
    yield { exposed, property, value: undefined };
  },
};
