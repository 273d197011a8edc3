import type { Resource } from "../graph/resource.ts";
import { serviceMayAssume } from "./trust.ts";

/** Whether a role's trust policy lets API Gateway assume it. */
export const gatewayMayAssume = (resources: readonly Resource[], roleArn: string): boolean =>
  serviceMayAssume(resources, roleArn, "apigateway.amazonaws.com");
