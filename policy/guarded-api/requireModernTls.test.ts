import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireModernTls as rule } from "./requireModernTls.ts";

for (const type of ["domainName:DomainName", "restApi:RestApi"]) {
  testRule(rule, `aws:apigateway/${type}`, {
    compliant: { securityPolicy: "TLS_1_2" },
    passing: {
      // AWS's default for domains; another rule covers APIs.
      "no value": { securityPolicy: undefined },
      "TLS 1.3 only": { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" },
      "TLS 1.2 and 1.3": { securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06" },
      "a policy for edges": { securityPolicy: "SecurityPolicy_TLS12_2018_EDGE" },
    },
    failing: {
      "TLS 1.0": { securityPolicy: "TLS_1_0" },
      "TLS 1.0 in small letters": { securityPolicy: "tls_1_0" },
      "an unknown policy": { securityPolicy: "SecurityPolicy_SSL3" },
    },
    undecided: { "its policy": { securityPolicy: unknown } },
  });
}

testRule(rule, "aws:cognito/userPoolDomain:UserPoolDomain", {
  compliant: { securityPolicy: "TLS_V1_2_2021" },
  passing: {
    "no value": { securityPolicy: undefined },
    "TLS 1.3": { securityPolicy: "TLS_V1_3_2025" },
  },
  failing: { "TLS 1.0": { securityPolicy: "TLS_V1" } },
  undecided: { "its policy": { securityPolicy: unknown } },
});

for (const type of ["restApi:RestApi", "restApiPut:RestApiPut"]) {
  const body = (policy: unknown) => ({ "x-amazon-apigateway-security-policy": policy });
  testRule(rule, `aws:apigateway/${type}`, {
    compliant: { body: JSON.stringify(body("TLS_1_2")) },
    passing: {
      "no value": { body: "{}" },
      "no document": { body: "orders" },
      "a document that is not known yet": { body: unknown },
    },
    failing: {
      "TLS 1.0 in its document": [
        { body: JSON.stringify(body("TLS_1_0")) },
        "body.x-amazon-apigateway-security-policy",
      ],
      "TLS 1.0 in an object": [
        { body: body("TLS_1_0") },
        "body.x-amazon-apigateway-security-policy",
      ],
    },
  });
}

const property = "domainNameConfiguration.securityPolicy";

testRule(rule, "aws:apigatewayv2/domainName:DomainName", {
  compliant: { domainNameConfiguration: { securityPolicy: "TLS_1_2", endpointType: "REGIONAL" } },
  failing: { "TLS 1.0": [{ domainNameConfiguration: { securityPolicy: "TLS_1_0" } }, property] },
  undecided: {
    "its configuration": { domainNameConfiguration: unknown },
    "its policy": { domainNameConfiguration: { securityPolicy: unknown } },
  },
});
