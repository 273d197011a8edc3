import type { ResourceKinds } from "./kind.ts";
import { alarmKinds } from "./types/alarms.ts";
import { apiDomainKinds } from "./types/apiDomains.ts";
import { apiGatewayKinds } from "./types/apiGateway.ts";
import { bucketKinds } from "./types/buckets.ts";
import { cognitoKinds } from "./types/cognito.ts";
import { containerKinds } from "./types/containers.ts";
import { dataKinds } from "./types/data.ts";
import { emailKinds } from "./types/email.ts";
import { eventKinds } from "./types/events.ts";
import { firewallKinds } from "./types/firewalls.ts";
import { iamKinds } from "./types/iam.ts";
import { lambdaKinds } from "./types/lambda.ts";
import { logKinds } from "./types/logs.ts";
import { networkKinds } from "./types/network.ts";
import { queueKinds } from "./types/queues.ts";
import { stateMachineKinds } from "./types/stateMachines.ts";
import { streamKinds } from "./types/streams.ts";
import { topicKinds } from "./types/topics.ts";
import { usagePlanKinds } from "./types/usagePlans.ts";

/** The resource types of the `aws` package that exist on one machine. */
export const awsKinds: ResourceKinds = {
  ...alarmKinds,
  ...apiDomainKinds,
  ...apiGatewayKinds,
  ...bucketKinds,
  ...cognitoKinds,
  ...containerKinds,
  ...dataKinds,
  ...emailKinds,
  ...eventKinds,
  ...firewallKinds,
  ...iamKinds,
  ...lambdaKinds,
  ...logKinds,
  ...networkKinds,
  ...queueKinds,
  ...stateMachineKinds,
  ...streamKinds,
  ...topicKinds,
  ...usagePlanKinds,
};
