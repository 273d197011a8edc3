/** The whole VPC. A /16 leaves room for four zones of 16,384 addresses each. */
export const cidrBlock = "10.0.0.0/16";

/**
 * A NAT gateway in each zone, so that the failure of a zone never cuts off another zone. One for all
 * zones is cheaper where that does not matter.
 */
export const natGateways = "OnePerZone";

/**
 * Services that a Fargate task without a public address needs to start: for its image's manifest and layers
 * (`ecr.api`, `ecr.dkr`, with the layers themselves over the S3 gateway endpoint) and for its log
 * (`logs`). Source: Amazon ECR User Guide, "Amazon ECR interface VPC endpoints (AWS PrivateLink)".
 */
export const interfaceEndpoints: readonly string[] = ["ecr.api", "ecr.dkr", "logs"];

/** Endpoints that cost nothing: routes to the services' addresses instead of network interfaces. */
export const gatewayEndpoints: readonly string[] = ["s3", "dynamodb"];
