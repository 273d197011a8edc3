import type { Mappings } from "../mapping.ts";
import { apiGatewayMappings } from "./apiGateway.ts";
import { autoscalingMappings } from "./autoscaling.ts";
import { cloudfrontMappings } from "./cloudfront.ts";
import { cognitoMappings } from "./cognito.ts";
import { computeMappings } from "./compute.ts";
import { dnsMappings } from "./dns.ts";
import { eventMappings } from "./events.ts";
import { iamMappings } from "./iam.ts";
import { keyMappings } from "./keys.ts";
import { messagingMappings } from "./messaging.ts";
import { networkMappings } from "./network.ts";
import { observabilityMappings } from "./observability.ts";
import { searchMappings } from "./search.ts";
import { storageMappings } from "./storage.ts";

export const mappings: Mappings = {
  ...apiGatewayMappings,
  ...autoscalingMappings,
  ...cloudfrontMappings,
  ...cognitoMappings,
  ...computeMappings,
  ...dnsMappings,
  ...eventMappings,
  ...iamMappings,
  ...keyMappings,
  ...messagingMappings,
  ...networkMappings,
  ...observabilityMappings,
  ...searchMappings,
  ...storageMappings,
};
