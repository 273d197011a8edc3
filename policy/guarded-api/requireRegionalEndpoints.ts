import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** What the import of a document is told. Source: API Gateway API Reference, "ImportRestApi". */
const parameter = "parameters.endpointConfigurationTypes";

/** APIs and domains are served in their region, or inside a VPC. HTTP APIs always are. */
export const requireRegionalEndpoints: ResourceRule = {
  name: "require-regional-endpoints",
  description: "REST APIs and their domain names have regional or private endpoints.",
  why: "An edge endpoint puts a CloudFront distribution in front that nobody can see, log, or protect with a firewall of their own.",
  fix: 'Set it to "REGIONAL", or "PRIVATE"; a distribution of your own may stand in front.',
  equivalents: ["api-gw-endpoint-type-check"],
  types: ["aws:apigateway/restApi:RestApi", "aws:apigateway/domainName:DomainName"],

  *check(resource: ResourceView): Iterable<Finding> {
    const property = "endpointConfiguration.types";
    const exposed = "It is served through a CloudFront distribution that nobody controls";
    if (!resource.isSet(property)) yield { exposed, property, value: undefined };
    const said = [property, parameter].flatMap((place) => resource.valuesAt(place));
    for (const { path, value } of said) {
      if (value !== "REGIONAL" && value !== "PRIVATE") yield { exposed, property: path, value };
    }
  },
};
