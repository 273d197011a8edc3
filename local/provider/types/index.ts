import type { ResourceKinds } from "../kind.ts";
import { apiGatewayKinds } from "./apiGateway.ts";
import { cognitoKinds } from "./cognito.ts";
import { computeKinds } from "./compute.ts";
import { eventKinds } from "./events.ts";
import { iamKinds } from "./iam.ts";
import { messagingKinds } from "./messaging.ts";
import { networkKinds } from "./network.ts";
import { observabilityKinds } from "./observability.ts";
import { storageKinds } from "./storage.ts";

/** The resource types of the `aws` package that exist on one machine. */
export const awsKinds: ResourceKinds = {
  ...apiGatewayKinds,
  ...cognitoKinds,
  ...computeKinds,
  ...eventKinds,
  ...iamKinds,
  ...messagingKinds,
  ...networkKinds,
  ...observabilityKinds,
  ...storageKinds,
};
