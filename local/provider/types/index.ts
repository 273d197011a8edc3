import type { ResourceKinds } from "../kind.ts";
import { apiGatewayKinds } from "./apiGateway.ts";
import { autoscalingKinds } from "./autoscaling.ts";
import { cloudfrontKinds } from "./cloudfront.ts";
import { cloudControlKinds } from "./cloudControl.ts";
import { cognitoKinds } from "./cognito/index.ts";
import { computeKinds } from "./compute.ts";
import { dnsKinds } from "./dns.ts";
import { dynamodbKinds } from "./dynamodb.ts";
import { eventKinds } from "./events.ts";
import { iamKinds } from "./iam.ts";
import { invocationKinds } from "./invocations.ts";
import { keyKinds } from "./keys.ts";
import { mailKinds } from "./mail.ts";
import { messagingKinds } from "./messaging.ts";
import { networkKinds } from "./network.ts";
import { objectKinds } from "./objects.ts";
import { observabilityKinds } from "./observability.ts";
import { searchKinds } from "./search.ts";
import { storageKinds } from "./storage.ts";

/** The resource types of the `aws` package that exist on one machine. */
export const awsKinds: ResourceKinds = {
  ...apiGatewayKinds,
  ...autoscalingKinds,
  ...cloudfrontKinds,
  ...cloudControlKinds,
  ...cognitoKinds,
  ...computeKinds,
  ...dnsKinds,
  ...dynamodbKinds,
  ...eventKinds,
  ...iamKinds,
  ...invocationKinds,
  ...keyKinds,
  ...mailKinds,
  ...messagingKinds,
  ...networkKinds,
  ...objectKinds,
  ...observabilityKinds,
  ...searchKinds,
  ...storageKinds,
};
