import type { Context } from "aws-lambda";

/** The fields that events of all user pool triggers share. */
export const testTrigger = {
  version: "1",
  region: "eu-west-1",
  userPoolId: "eu-west-1_abcdefghi",
  userName: "jane@example.com",
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "client1" },
} as const;

/** The part of Lambda's context that the triggers read. */
export const testContext = { awsRequestId: "r-1" } as Context;
