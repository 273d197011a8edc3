import { testRule, unknown } from "../testing/ruleTable.ts";
import { requireEncryptedTransit as rule } from "./requireEncryptedTransit.ts";

/** Types that are unencrypted unless a flag is set. */
const flags: Readonly<Record<string, string>> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": "transitEncryptionEnabled",
  "aws:rds/proxy:Proxy": "requireTls",
  "aws:appsync/apiCache:ApiCache": "transitEncryptionEnabled",
};

for (const [type, flag] of Object.entries(flags)) {
  testRule(rule, type, {
    compliant: { [flag]: true },
    failing: {
      nothing: { [flag]: undefined },
      "it turned off": { [flag]: false },
    },
    undecided: { whether: { [flag]: unknown } },
  });
}

const property = "transitEncryptionEnabled";

testRule(rule, "aws:elasticache/cluster:Cluster", {
  compliant: { engine: "memcached", [property]: true },
  passing: { "a part of a group": { [property]: undefined, replicationGroupId: unknown } },
  failing: {
    nothing: { [property]: undefined },
    "it turned off by a text": { [property]: "false" },
    "an engine that can't": [{ engine: "redis", [property]: undefined }, property],
  },
  undecided: { whether: { [property]: unknown } },
});

testRule(rule, "aws:memorydb/cluster:Cluster", {
  compliant: {},
  failing: { "it turned off": { tlsEnabled: false } },
});

testRule(rule, "aws:dax/cluster:Cluster", {
  compliant: { clusterEndpointEncryptionType: "TLS" },
  failing: {
    nothing: { clusterEndpointEncryptionType: undefined },
    "it turned off": { clusterEndpointEncryptionType: "NONE" },
  },
});

for (const type of ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"]) {
  testRule(rule, type, {
    compliant: {
      nodeToNodeEncryption: { enabled: true },
      domainEndpointOptions: { enforceHttps: true },
    },
    passing: { "the block's own choice": { domainEndpointOptions: { customEndpoint: "a" } } },
    failing: {
      "plain talk between nodes": { nodeToNodeEncryption: { enabled: false } },
      "no word of nodes": [{ nodeToNodeEncryption: undefined }, "nodeToNodeEncryption.enabled"],
      "plain clients": { domainEndpointOptions: { enforceHttps: false } },
      "no word of clients": [
        { domainEndpointOptions: undefined },
        "domainEndpointOptions.enforceHttps",
      ],
    },
  });
}

const inTransit = (encryptionInTransit: object) => ({ encryptionInfo: { encryptionInTransit } });

testRule(rule, "aws:msk/cluster:Cluster", {
  compliant: {},
  passing: { TLS: inTransit({ clientBroker: "TLS", inCluster: true }) },
  failing: {
    "plain clients": [
      inTransit({ clientBroker: "PLAINTEXT" }),
      "encryptionInfo.encryptionInTransit.clientBroker",
    ],
    "clients who choose": [
      inTransit({ clientBroker: "TLS_PLAINTEXT" }),
      "encryptionInfo.encryptionInTransit.clientBroker",
    ],
    "plain brokers": [
      inTransit({ inCluster: false }),
      "encryptionInfo.encryptionInTransit.inCluster",
    ],
  },
});

const volume = (efs?: object) => ({ name: "a", efsVolumeConfiguration: efs });

testRule(rule, "aws:ecs/taskDefinition:TaskDefinition", {
  compliant: { volumes: [volume({ fileSystemId: unknown, transitEncryption: "ENABLED" })] },
  passing: {
    "no volumes": { volumes: undefined },
    "other volumes": { volumes: [{ name: "a" }] },
  },
  failing: {
    "no word of it": [
      { volumes: [{ name: "b" }, volume({ fileSystemId: "fs-1" })] },
      "volumes[1].efsVolumeConfiguration.transitEncryption",
    ],
    "it turned off": [
      { volumes: [volume({ transitEncryption: "DISABLED" })] },
      "volumes[0].efsVolumeConfiguration.transitEncryption",
    ],
  },
  undecided: { volumes: { volumes: unknown } },
});

const origin = (originProtocolPolicy: string, domainName: unknown, more: object = {}) => ({
  domainName,
  customOriginConfig: { originProtocolPolicy, originSslProtocols: ["TLSv1.2"], ...more },
});

const behavior = (viewerProtocolPolicy: unknown) => ({
  targetOriginId: "a",
  viewerProtocolPolicy,
});

const certificate = (minimumProtocolVersion?: string) => ({
  viewerCertificate: { acmCertificateArn: unknown, minimumProtocolVersion },
});

testRule(rule, "aws:cloudfront/distribution:Distribution", {
  compliant: {
    defaultCacheBehavior: behavior("redirect-to-https"),
    orderedCacheBehaviors: [behavior("https-only")],
    ...certificate("TLSv1.2_2021"),
  },
  passing: {
    "origins with TLS": {
      origins: [origin("https-only", unknown), origin("match-viewer", "www.example.com")],
    },
    "an origin that is a bucket": { origins: [{ domainName: "a.s3.amazonaws.com" }] },
    "an origin inside the VPC": {
      origins: [{ domainName: "a", vpcOriginConfig: { vpcOriginId: "vo" } }],
    },
    "a website of S3": {
      origins: [
        origin("http-only", "a.s3-website-us-east-1.amazonaws.com"),
        origin("http-only", "a.s3-website.eu-central-1.amazonaws.com"),
      ],
    },
    "CloudFront's certificate": { viewerCertificate: { cloudfrontDefaultCertificate: true } },
  },
  failing: {
    "plain viewers": [
      { defaultCacheBehavior: behavior("allow-all") },
      "defaultCacheBehavior.viewerProtocolPolicy",
    ],
    "plain viewers of a part": [
      { orderedCacheBehaviors: [behavior("https-only"), behavior("allow-all")] },
      "orderedCacheBehaviors[1].viewerProtocolPolicy",
    ],
    "a plain origin beside a website of S3": [
      {
        origins: [
          origin("http-only", "a.s3-website-us-east-1.amazonaws.com"),
          origin("http-only", "www.example.com"),
        ],
      },
      "origins[1].customOriginConfig.originProtocolPolicy",
    ],
    "an origin with SSL": [
      { origins: [origin("https-only", "a", { originSslProtocols: ["TLSv1.2", "SSLv3"] })] },
      "origins[0].customOriginConfig.originSslProtocols[1]",
    ],
    "TLS 1.0": [certificate("TLSv1_2016"), "viewerCertificate.minimumProtocolVersion"],
    "TLS 1.1": [certificate("TLSv1.1_2016"), "viewerCertificate.minimumProtocolVersion"],
    "TLS of any version": [certificate(), "viewerCertificate.minimumProtocolVersion"],
  },
  undecided: {
    "whether an origin is a website of S3": { origins: [origin("http-only", unknown)] },
  },
});

// "Using SSL/TLS with a PostgreSQL DB instance", Amazon RDS User Guide: rds.force_ssl 0 admits plain connections.
testRule(rule, "aws:rds/parameterGroup:ParameterGroup", {
  compliant: { parameters: [{ name: "rds.force_ssl", value: "1" }] },
  passing: {
    "another parameter": { parameters: [{ name: "log_connections", value: "0" }] },
    none: { parameters: undefined },
  },
  failing: {
    "TLS off": [{ parameters: [{ name: "rds.force_ssl", value: "0" }] }, "parameters[0].value"],
  },
});

// "Encrypting data in transit", Amazon DocumentDB Developer Guide: tls is enabled by default.
testRule(rule, "aws:docdb/clusterParameterGroup:ClusterParameterGroup", {
  compliant: { parameters: [{ name: "tls", value: "enabled" }] },
  failing: {
    "TLS off": [{ parameters: [{ name: "tls", value: "disabled" }] }, "parameters[0].value"],
  },
});

// Amazon SNS API Reference, "Subscribe" (Protocol).
testRule(rule, "aws:sns/topicSubscription:TopicSubscription", {
  compliant: { protocol: "https", endpoint: "https://example.com/hook" },
  failing: { HTTP: { protocol: "http" } },
});

// AWS Transfer Family User Guide, "Configuring an SFTP, FTPS, or FTP server endpoint".
testRule(rule, "aws:transfer/server:Server", {
  compliant: { protocols: ["SFTP", "FTPS"] },
  failing: { FTP: [{ protocols: ["SFTP", "FTP"] }, "protocols[1]"] },
});
