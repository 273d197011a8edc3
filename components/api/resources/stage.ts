import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AccountLogging } from "./accountLogging.ts";
import { cacheCluster, type StageCacheArgs } from "../caching/stageCache.ts";
import { createLogGroup } from "../../shared/logGroup.ts";
import { claimKey } from "../document/userPoolFunction.ts";
import type { CanaryRelease, ReleaseArgs } from "./release.ts";

interface StageSettings extends ReleaseArgs, StageCacheArgs {
  readonly stageName: string;
  readonly logRetentionDays: number | undefined;
  readonly clientCertificate: aws.apigateway.ClientCertificate | undefined;
  /** Set if a function of ours checks the user pool's tokens. */
  readonly claimsInContext: boolean;
}

/** A stage's deployments. */
interface Deployments {
  readonly live: aws.apigateway.Deployment;
  readonly canary: aws.apigateway.Deployment | undefined;
}

/**
 * Creates a deployment for each hash of the document, because API Gateway serves deployments only. In
 * a canary release, the canary gets the new document and the live deployment stays as it is.
 */
export function deploy(
  name: string,
  restApi: aws.apigateway.RestApi,
  body: pulumi.Output<string>,
  { canary }: ReleaseArgs,
  opts: pulumi.CustomResourceOptions,
): Deployments {
  const hash = body.apply((text) => createHash("sha256").update(text).digest("hex"));
  const create = (deployment: string, more: pulumi.CustomResourceOptions) =>
    new aws.apigateway.Deployment(
      deployment,
      { restApi: restApi.id, triggers: { body: hash } },
      pulumi.mergeOptions(opts, more),
    );
  return {
    live: create(name, canary ? { ignoreChanges: ["triggers"] } : {}),
    canary: canary && create(`${name}-canary`, {}),
  };
}

/** Creates the stage with its logs and tracing. */
export function createStage(
  name: string,
  args: StageSettings,
  restApi: aws.apigateway.RestApi,
  { live, canary }: Deployments,
  opts: pulumi.CustomResourceOptions,
): { stage: aws.apigateway.Stage; accessLogNames: pulumi.Output<string>[] } {
  const accountLogging = new AccountLogging(`${name}-logging`, {}, opts);
  const retentionDays = args.logRetentionDays;
  const accessLog = createLogGroup(`${name}-access`, { retentionDays }, opts);
  // API Gateway creates missing log groups by these names and keeps them forever.
  const log = (suffix: string, logName: pulumi.Input<string>) =>
    createLogGroup(`${name}-${suffix}`, { name: logName, retentionDays }, opts);
  const executionLogName = pulumi.interpolate`API-Gateway-Execution-Logs_${restApi.id}/${args.stageName}`;
  const logs = [log("execution", executionLogName)];
  const accessLogs = [accessLog];
  if (canary) {
    const canaryLog = log("canary-access", pulumi.interpolate`${accessLog.name}/Canary`);
    accessLogs.push(canaryLog);
    logs.push(canaryLog);
    logs.push(log("canary-execution", pulumi.interpolate`${executionLogName}/Canary`));
  }
  const stage = new aws.apigateway.Stage(
    name,
    {
      restApi: restApi.id,
      deployment: live.id,
      stageName: args.stageName,
      accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat(args) },
      xrayTracingEnabled: true,
      ...cacheCluster(args.cache),
      ...(hasVariables(args) && { variables: args.stageVariables }),
      ...(canary && args.canary && { canarySettings: canarySettings(canary, args.canary) }),
      ...(args.clientCertificate ? { clientCertificateId: args.clientCertificate.id } : {}),
    },
    // API Gateway refuses a stage with logs until the account has a role for them.
    pulumi.mergeOptions(opts, { dependsOn: [accountLogging, ...logs] }),
  );
  return { stage, accessLogNames: accessLogs.map((each) => each.name) };
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

/**
 * Format of the access log: one line of JSON per call, with the names of functions/logs/fields.ts. It leaves out `error.message`, which can
 * repeat the caller's input and break the JSON with quotes.
 * Source: API Gateway Developer Guide, "Variables for access logging for API Gateway".
 */
const accessLogFormat = ({ claimsInContext }: StageSettings): string =>
  JSON.stringify({
    requestId: "$context.requestId",
    extendedRequestId: "$context.extendedRequestId",
    integrationRequestId: "$context.integration.requestId",
    authorizerRequestId: "$context.authorizer.requestId",
    traceId: "$context.xrayTraceId",
    timestamp: "$context.requestTimeEpoch",
    route: "$context.httpMethod $context.resourcePath",
    status: "$context.status",
    responseBytes: "$context.responseLength",
    durationMs: "$context.responseLatency",
    integrationLatencyMs: "$context.integration.latency",
    authorizerLatencyMs: "$context.authorizer.latency",
    integrationStatus: "$context.integration.integrationStatus",
    backendStatus: "$context.integration.status",
    integrationError: "$context.integration.error",
    errorType: "$context.error.responseType",
    authorizerError: "$context.authorizer.error",
    caller: `$context.authorizer.${claimsInContext ? claimKey("sub") : "claims.sub"}`,
    apiKeyId: "$context.identity.apiKeyId",
    sourceIp: "$context.identity.sourceIp",
    userAgent: "$context.identity.userAgent",
    tlsVersion: "$context.tlsVersion",
  });
