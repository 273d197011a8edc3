import { createHash } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { accessLogFormat } from "./accessLog.ts";
import { AccountLogging } from "./accountLogging.ts";
import type { ApiArgs } from "./args.ts";
import * as defaults from "./defaults.ts";

/** A change of the document is live once a new deployment has it; its hash tells when one is due. */
export function deploy(
  name: string,
  restApi: aws.apigateway.RestApi,
  body: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.Deployment {
  const hash = body.apply((text) => createHash("sha256").update(text).digest("hex"));
  return new aws.apigateway.Deployment(
    name,
    { restApi: restApi.id, triggers: { body: hash } },
    opts,
  );
}

/** The stage with its logs and tracing. */
export function createStage(
  name: string,
  args: ApiArgs & {
    stageName: string;
    clientCertificate: aws.apigateway.ClientCertificate | undefined;
  },
  restApi: aws.apigateway.RestApi,
  deployment: aws.apigateway.Deployment,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.Stage {
  const accountLogging = new AccountLogging(`${name}-logging`, {}, opts);
  const retentionInDays = args.logRetentionDays ?? defaults.logRetentionDays;
  const accessLog = new aws.cloudwatch.LogGroup(`${name}-access`, { retentionInDays }, opts);
  // API Gateway would create it by this name and keep it for ever.
  const executionLog = new aws.cloudwatch.LogGroup(
    `${name}-execution`,
    {
      name: pulumi.interpolate`API-Gateway-Execution-Logs_${restApi.id}/${args.stageName}`,
      retentionInDays,
    },
    opts,
  );
  return new aws.apigateway.Stage(
    name,
    {
      restApi: restApi.id,
      deployment: deployment.id,
      stageName: args.stageName,
      accessLogSettings: { destinationArn: accessLog.arn, format: accessLogFormat },
      xrayTracingEnabled: true,
      ...(args.clientCertificate ? { clientCertificateId: args.clientCertificate.id } : {}),
    },
    // API Gateway refuses a stage with logs while the account has no role for them.
    pulumi.mergeOptions(opts, { dependsOn: [accountLogging, executionLog] }),
  );
}
