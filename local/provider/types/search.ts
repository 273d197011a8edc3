import { arn, physicalName, required, type ResourceKinds, uuid } from "../kind.ts";

/** The search over logs on AWS. Here nothing is delivered: `npm start -- --search` reads the log files instead. */
export const searchKinds: ResourceKinds = {
  "aws:opensearch/domain:Domain": {
    autoname: "domainName",
    create: (request) => {
      const domainName = physicalName(request);
      const domainArn = arn(request, "es", `domain/${domainName}`);
      const endpoint = `vpc-${domainName}.${request.context.region}.es.amazonaws.com`;
      return {
        id: domainArn,
        outputs: {
          ...{ domainName, arn: domainArn, endpoint },
          dashboardEndpoint: `${endpoint}/_dashboards`,
          domainId: `${request.context.accountId}/${domainName}`,
        },
      };
    },
  },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const streamArn = arn(request, "firehose", `deliverystream/${name}`);
      return { id: streamArn, outputs: { name, arn: streamArn, versionId: "1" } };
    },
  },
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      return { id: `${required(request, "logGroup")}|${name}`, outputs: { name } };
    },
  },
  // Nothing is invoked: what a deployment sets up is not here.
  "aws:lambda/invocation:Invocation": {
    create: (request) => ({
      id: `${required(request, "functionName")}_$LATEST_${uuid(request)}`,
      outputs: { result: "null" },
    }),
  },
  "aws:secretsmanager/secret:Secret": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const secretArn = arn(request, "secretsmanager", `secret:${name}`);
      return { id: secretArn, outputs: { name, arn: secretArn } };
    },
  },
  "aws:secretsmanager/secretVersion:SecretVersion": {
    create: (request) => {
      const versionId = uuid(request);
      const secretId = required(request, "secretId");
      return {
        id: `${secretId}|${versionId}`,
        outputs: {
          ...{ versionId, secretArn: secretId },
          ...{ versionStages: ["AWSCURRENT"], hasSecretStringWo: false },
        },
      };
    },
  },
};
