import type { Mappings } from "../mapping.ts";
import { apiGatewayMappings } from "./apiGateway.ts";
import { bucketMappings } from "./buckets.ts";
import { cognitoMappings } from "./cognito.ts";
import { computeMappings } from "./compute.ts";
import { containerMappings } from "./containers.ts";
import { dataMappings } from "./data.ts";
import { eventMappings } from "./events.ts";
import { firewallMappings } from "./firewalls.ts";
import { iamMappings } from "./iam.ts";
import { lambdaMappings } from "./lambda.ts";
import { loadBalancerMappings } from "./loadBalancers.ts";
import { messagingMappings } from "./messaging.ts";
import { networkMappings } from "./network.ts";
import { observabilityMappings } from "./observability.ts";
import { securityGroupMappings } from "./securityGroups.ts";

export const mappings: Mappings = {
  ...apiGatewayMappings,
  ...bucketMappings,
  ...cognitoMappings,
  ...computeMappings,
  ...containerMappings,
  ...dataMappings,
  ...eventMappings,
  ...firewallMappings,
  ...iamMappings,
  ...lambdaMappings,
  ...loadBalancerMappings,
  ...messagingMappings,
  ...networkMappings,
  ...observabilityMappings,
  ...securityGroupMappings,
};
