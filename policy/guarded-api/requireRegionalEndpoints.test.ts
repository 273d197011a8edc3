import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireRegionalEndpoints as rule } from "./requireRegionalEndpoints.ts";

const property = "endpointConfiguration.types";

for (const type of ["restApi:RestApi", "domainName:DomainName"]) {
  testRule(rule, `aws:apigateway/${type}`, {
    compliant: { endpointConfiguration: { types: "REGIONAL" } },
    passing: {
      "a private endpoint": { endpointConfiguration: { types: "PRIVATE" } },
      "a list, as languages may write it": { endpointConfiguration: { types: ["REGIONAL"] } },
    },
    failing: {
      "an edge endpoint": [{ endpointConfiguration: { types: "EDGE" } }, property],
      "an edge endpoint in a list": [
        { endpointConfiguration: { types: ["EDGE"] } },
        `${property}[0]`,
      ],
      "no value": [{ endpointConfiguration: undefined }, property],
      "no value for the type": [{ endpointConfiguration: { ipAddressType: "ipv4" } }, property],
    },
    undecided: { "its type": { endpointConfiguration: { types: unknown } } },
  });
}

testRule(rule, "aws:apigateway/restApi:RestApi", {
  compliant: {
    endpointConfiguration: { types: "REGIONAL" },
    parameters: { endpointConfigurationTypes: "REGIONAL" },
  },
  passing: { "other parameters": { parameters: { ignore: "documentation" } } },
  failing: {
    "an edge endpoint by the import": { parameters: { endpointConfigurationTypes: "EDGE" } },
  },
});
