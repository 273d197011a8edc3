import { isTrue, type ResourceView } from "../model/resourceView.ts";
import { isWebsite } from "../model/websiteOrigins.ts";
import type { ResourceRule } from "../rule.ts";
import { checkPlaces, type Place } from "./support/places.ts";

const place = (path: string, more: Partial<Place> = {}): Place => ({
  path,
  exposed: "Data is sent unencrypted over the network",
  isSafe: isTrue,
  ...more,
});

const always = (): boolean => true;

const ofSearch: readonly Place[] = [
  place("nodeToNodeEncryption.enabled"),
  place("domainEndpointOptions.enforceHttps", {
    isSafeUnset: (domain) => domain.isSet("domainEndpointOptions"),
  }),
];

const ofRds = ["rds.force_ssl", "require_secure_transport"];

const viewers = (blocks: string): Place =>
  place("viewerProtocolPolicy", {
    blocks,
    isSafe: (value) => value !== "allow-all",
    isSafeUnset: always,
  });

/** Parameters that turn TLS off for the clients of a database. Names are the service's own. */
const tlsParameters = (names: readonly string[]): readonly Place[] => [
  place("value", {
    blocks: "parameters",
    exposed: "Clients may connect to the database without encryption",
    isSafe: (value) => !["0", "off", "false", "disabled"].includes(String(value).toLowerCase()),
    isSafeUnset: always,
    isExcused: (group, path) => {
      const own = path.replace(/value$/, "name");
      const [name] = group.valuesAt("parameters.name").filter((named) => named.path === own);
      return !names.includes(String(name?.value));
    },
  }),
];

/** Source of the defaults: the properties' documentation in @pulumi/aws 7.48. */
const places: Readonly<Record<string, readonly Place[]>> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    place("transitEncryptionEnabled", { unless: ["globalReplicationGroupId"] }),
  ],
  "aws:elasticache/cluster:Cluster": [
    place("transitEncryptionEnabled", {
      exposed:
        "Data is sent unencrypted over the network (for Redis and Valkey, only replication groups can encrypt it)",
      unless: ["replicationGroupId"],
    }),
  ],
  "aws:memorydb/cluster:Cluster": [place("tlsEnabled", { isSafeUnset: always })],
  "aws:dax/cluster:Cluster": [
    place("clusterEndpointEncryptionType", { isSafe: (value) => value === "TLS" }),
  ],
  "aws:opensearch/domain:Domain": ofSearch,
  "aws:elasticsearch/domain:Domain": ofSearch,
  "aws:msk/cluster:Cluster": [
    place("encryptionInfo.encryptionInTransit.clientBroker", {
      isSafe: (value) => value === "TLS",
      isSafeUnset: always,
    }),
    place("encryptionInfo.encryptionInTransit.inCluster", { isSafeUnset: always }),
  ],
  "aws:ecs/taskDefinition:TaskDefinition": [
    place("transitEncryption", {
      blocks: "volumes.efsVolumeConfiguration",
      isSafe: (value) => value === "ENABLED",
    }),
  ],
  "aws:rds/proxy:Proxy": [place("requireTls")],
  // Sources: "Using SSL/TLS to encrypt a connection to a DB instance" (Amazon RDS), "Encrypting data in
  // transit" (DocumentDB, Neptune), "Configuring security options for connections" (Redshift).
  "aws:rds/parameterGroup:ParameterGroup": tlsParameters(ofRds),
  "aws:rds/clusterParameterGroup:ClusterParameterGroup": tlsParameters(ofRds),
  "aws:docdb/clusterParameterGroup:ClusterParameterGroup": tlsParameters(["tls"]),
  "aws:neptune/clusterParameterGroup:ClusterParameterGroup": tlsParameters(["neptune_enforce_ssl"]),
  "aws:redshift/parameterGroup:ParameterGroup": tlsParameters(["require_ssl"]),
  "aws:sns/topicSubscription:TopicSubscription": [
    place("protocol", {
      exposed: "Notifications are sent unencrypted over the internet",
      isSafe: (value) => value !== "http",
      isSafeUnset: always,
    }),
  ],
  "aws:transfer/server:Server": [
    place("protocols", {
      exposed: "Files and passwords are sent unencrypted by FTP",
      isSafe: (value) => value !== "FTP",
      isSafeUnset: always,
    }),
  ],
  "aws:appsync/apiCache:ApiCache": [place("transitEncryptionEnabled")],
  "aws:cloudfront/distribution:Distribution": [
    viewers("defaultCacheBehavior"),
    viewers("orderedCacheBehaviors"),
    place("originProtocolPolicy", {
      blocks: "origins.customOriginConfig",
      exposed: "CloudFront connects to the origin without encryption",
      isSafe: (value) => value !== "http-only",
      isSafeUnset: always,
      isExcused: isWebsite,
    }),
    place("origins.customOriginConfig.originSslProtocols", {
      exposed: "CloudFront may connect to the origin with an outdated SSL or TLS version",
      isSafe: (value) => value !== "SSLv3",
      isSafeUnset: always,
    }),
    place("viewerCertificate.minimumProtocolVersion", {
      exposed: "Viewers may connect with an outdated TLS version",
      // Source: CloudFront Developer Guide, "Supported protocols and ciphers between viewers and CloudFront".
      isSafe: (value) => !/^(SSLv3|TLSv1(_2016|\.1_2016)?)$/.test(String(value)),
      isSafeUnset: (distribution) => !hasOwnCertificate(distribution),
    }),
  ],
};

/** With CloudFront's default certificate, the TLS version cannot be chosen. */
const hasOwnCertificate = (distribution: ResourceView): boolean =>
  distribution.isSet("viewerCertificate.acmCertificateArn") ||
  distribution.isSet("viewerCertificate.iamCertificateId");

/** Data is encrypted in transit, also inside the VPC. */
export const requireEncryptedTransit: ResourceRule = {
  name: "require-encrypted-transit",
  description:
    "Caches, databases, search domains, streams, notifications, file systems and distributions use TLS.",
  why: "Anyone on the network can read and change unencrypted data.",
  fix: "Turn on encryption in transit, and let clients connect with TLS 1.2 or later.",
  equivalents: [
    "CKV_AWS_6",
    "CKV_AWS_30",
    "CKV_AWS_34",
    "CKV_AWS_81",
    "CKV_AWS_83",
    "CKV_AWS_97",
    "CKV_AWS_174",
    "CKV_AWS_202",
    "CKV_AWS_215",
    "CKV_AWS_239",
    "elasticsearch-node-to-node-encryption-check",
    "opensearch-node-to-node-encryption-check",
    "cloudfront-viewer-policy-https",
    "elasticache-repl-grp-encrypted-in-transit",
    "dax-tls-endpoint-encryption",
    "opensearch-https-required",
    "msk-in-cluster-node-require-tls",
    "ecs-task-definition-efs-encryption-enabled",
    "rds-proxy-tls-encryption",
    "appsync-cache-ct-encryption-in-transit",
    "cloudfront-security-policy-check",
    "cloudfront-traffic-to-origin-encrypted",
    "cloudfront-no-deprecated-ssl-protocols",
  ],
  types: Object.keys(places),

  check: (resource) => checkPlaces(resource, places[resource.type]!),
};
