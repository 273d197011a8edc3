import { ExportedStack, secret } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { addNetwork, everything, tcpFrom } from "../support/networks.ts";
import { policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "catalog", stack: "prod", region: "eu-west-1" });
const { vpc, privateSubnets } = addNetwork(stack, "catalog", { mapPublicIpOnLaunch: false });
const subnetIds = privateSubnets.map(({ id }) => id);
const indexer = stack.aws("ec2.SecurityGroup", "indexer", { vpcId: vpc.id, egress: [everything] });
const searchGroup = stack.aws("ec2.SecurityGroup", "search", {
  vpcId: vpc.id,
  ingress: [tcpFrom(443, indexer)],
});
const domain = stack.aws("opensearch.Domain", "catalog", {
  domainName: "catalog",
  engineVersion: "OpenSearch_2.19",
  vpcOptions: { subnetIds: [subnetIds[0]], securityGroupIds: [searchGroup.id] },
  encryptAtRest: { enabled: true },
  nodeToNodeEncryption: { enabled: true },
  domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-2019-07" },
  ebsOptions: { ebsEnabled: true, volumeSize: 20 },
  accessPolicies: policyText({
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "es:*",
    Resource: "arn:aws:es:eu-west-1:111122223333:domain/catalog/*",
  }),
});
const brokers = stack.aws("msk.Cluster", "events", {
  clusterName: "events",
  kafkaVersion: "3.8.x",
  numberOfBrokerNodes: 2,
  brokerNodeGroupInfo: {
    instanceType: "kafka.t3.small",
    clientSubnets: subnetIds,
    securityGroups: [searchGroup.id],
  },
  encryptionInfo: { encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
});
const role = addRole(stack, "indexer", "lambda.amazonaws.com", [
  "service-role/AWSLambdaVPCAccessExecutionRole",
]);
const vpcConfig = { subnetIds, securityGroupIds: [indexer.id] };
stack.aws(
  "lambda.Function",
  "indexer",
  {
    runtime: "python3.13",
    handler: "index.handler",
    role: role.arn,
    vpcConfig,
    environment: {
      variables: {
        SEARCH_ENDPOINT: domain.output("endpoint"),
        BROKERS: brokers.arn,
        SEARCH_PASSWORD: secret("S3arch-pa55word"),
      },
    },
  },
  { outputs: { vpcConfig: { ...vpcConfig, vpcId: vpc.id } } },
);

/** As the guides on OpenSearch in a VPC: groups protect the domain; exported without --show-secrets. */
export const searchIndex: CorpusState = {
  about: "a search domain and brokers in a VPC, and a function that knows a password",
  stack,
  mandatory: {
    "forbid-plain-secrets indexer": "SEARCH_PASSWORD: name and encryption decide",
  },
};
