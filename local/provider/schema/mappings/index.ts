import type { Mappings } from "../mapping.ts";
import { apiGatewayMappings } from "./apiGateway.ts";
import { cognitoMappings } from "./cognito.ts";
import { computeMappings } from "./compute.ts";
import { eventMappings } from "./events.ts";
import { iamMappings } from "./iam.ts";
import { messagingMappings } from "./messaging.ts";
import { networkMappings } from "./network.ts";
import { observabilityMappings } from "./observability.ts";
import { storageMappings } from "./storage.ts";

export const mappings: Mappings = {
  ...apiGatewayMappings,
  ...cognitoMappings,
  ...computeMappings,
  ...eventMappings,
  ...iamMappings,
  ...messagingMappings,
  ...networkMappings,
  ...observabilityMappings,
  ...storageMappings,
};
