import type { Finding, ResourceRule } from "../rule.ts";

/** Import parameter for the endpoint type. Source: API Gateway API Reference, "ImportRestApi". */
const parameter = "parameters.endpointConfigurationTypes";

/** APIs and domains are served in their region or inside a VPC, as HTTP APIs always are. */
export const requireRegionalEndpoints: ResourceRule = {
  name: "require-regional-endpoints",
  description: "REST APIs and their domain names have regional or private endpoints.",
  why: "An edge-optimized endpoint uses a CloudFront distribution that you cannot see, log or protect with a web ACL.",
  fix: 'Set the endpoint type to "REGIONAL" or "PRIVATE". A distribution of your own may be in front.',
  equivalents: ["api-gw-endpoint-type-check"],
  types: ["aws:apigateway/restApi:RestApi", "aws:apigateway/domainName:DomainName"],

  *check(resource): Iterable<Finding> {
    const property = "endpointConfiguration.types";
    const exposed = "It is served through a CloudFront distribution that AWS controls";
    if (!resource.isSet(property)) yield { exposed, property, value: undefined };
    const said = [property, parameter].flatMap((place) => resource.valuesAt(place));
    for (const { path, value } of said) {
      if (value !== "REGIONAL" && value !== "PRIVATE") yield { exposed, property: path, value };
    }
  },
};
