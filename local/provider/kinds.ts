import type { ResourceKinds } from "./kind.ts";
import { alarmKinds } from "./types/alarms.ts";
import { apiGatewayKinds } from "./types/apiGateway.ts";
import { cognitoKinds } from "./types/cognito.ts";
import { containerKinds } from "./types/containers.ts";
import { dataKinds } from "./types/data.ts";
import { emailKinds } from "./types/email.ts";
import { iamKinds } from "./types/iam.ts";
import { lambdaKinds } from "./types/lambda.ts";
import { logKinds } from "./types/logs.ts";
import { networkKinds } from "./types/network.ts";

/** The resource types of the `aws` package that exist on one machine. */
export const awsKinds: ResourceKinds = {
  ...alarmKinds,
  ...apiGatewayKinds,
  ...cognitoKinds,
  ...containerKinds,
  ...dataKinds,
  ...emailKinds,
  ...iamKinds,
  ...lambdaKinds,
  ...logKinds,
  ...networkKinds,
};
