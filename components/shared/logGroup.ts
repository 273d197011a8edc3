import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { logRetentionDays } from "./defaults.ts";

/** The default, as an object that tells it from a value that was given. */
const unset = pulumi.output(logRetentionDays);

/** Whether a log group's retention was not given, so that the platform's setting holds. */
export const isUnset = (retentionInDays: unknown): boolean =>
  retentionInDays === undefined || retentionInDays === unset;

interface LogGroupArgs extends Pick<aws.cloudwatch.LogGroupArgs, "name" | "region"> {
  /** @default the setting of the platform, else 30 days */
  readonly retentionDays?: number | undefined;
}

/** The one way to create a log group. Its key and its class come from the platform's setting. */
export const createLogGroup = (
  name: string,
  { retentionDays, ...args }: LogGroupArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.LogGroup =>
  new aws.cloudwatch.LogGroup(name, { ...args, retentionInDays: retentionDays ?? unset }, opts);
