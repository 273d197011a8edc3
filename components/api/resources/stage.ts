import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accessLogFormat } from "./accessLog.ts";
import { AccountLogging } from "./accountLogging.ts";
import { cacheCluster, type StageCacheArgs } from "../caching/stageCache.ts";
import * as defaults from "../defaults.ts";
import type { Deployments } from "./deployments.ts";
import type { CanaryRelease, ReleaseArgs } from "./release.ts";

interface StageSettings extends ReleaseArgs, StageCacheArgs {
  readonly stageName: string;
  readonly logRetentionDays: number | undefined;
  readonly clientCertificate: aws.apigateway.ClientCertificate | undefined;
}

/** The stage with its logs and tracing. */
export function createStage(
  name: string,
  args: StageSettings,
  restApi: aws.apigateway.RestApi,
  { live, canary }: Deployments,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.Stage {
  const accountLogging = new AccountLogging(`${name}-logging`, {}, opts);
  const retentionInDays = args.logRetentionDays ?? defaults.logRetentionDays;
  const accessLog = new aws.cloudwatch.LogGroup(`${name}-access`, { retentionInDays }, opts);
  // Otherwise API Gateway would create them by these names and keep them for ever.
  const log = (suffix: string, logName: pulumi.Input<string>) =>
    new aws.cloudwatch.LogGroup(`${name}-${suffix}`, { name: logName, retentionInDays }, opts);
  const executionLogName = pulumi.interpolate`API-Gateway-Execution-Logs_${restApi.id}/${args.stageName}`;
  const logs = [log("execution", executionLogName)];
  if (canary) {
    logs.push(log("canary-access", pulumi.interpolate`${accessLog.name}/Canary`));
    logs.push(log("canary-execution", pulumi.interpolate`${executionLogName}/Canary`));
  }
  return new aws.apigateway.Stage(
    name,
    {
      restApi: restApi.id,
      deployment: live.id,
      stageName: args.stageName,
      accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
      xrayTracingEnabled: true,
      ...cacheCluster(args.cache),
      ...(hasVariables(args) && { variables: args.stageVariables }),
      ...(canary && args.canary && { canarySettings: canarySettings(canary, args.canary) }),
      ...(args.clientCertificate ? { clientCertificateId: args.clientCertificate.id } : {}),
    },
    // API Gateway refuses a stage with logs until the account has a role for them.
    pulumi.mergeOptions(opts, { dependsOn: [accountLogging, ...logs] }),
  );
}

const canarySettings = (
  deployment: aws.apigateway.Deployment,
  { percent, stageVariables }: CanaryRelease,
): aws.types.input.apigateway.StageCanarySettings => ({
  deploymentId: deployment.id,
  percentTraffic: percent,
  stageVariableOverrides: stageVariables,
});

const hasVariables = ({ stageVariables = {} }: ReleaseArgs): boolean =>
  Object.keys(stageVariables).length > 0;
