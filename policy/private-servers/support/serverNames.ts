import { groupBy } from "../../model/groupBy.ts";
import { isFalse, type ResourceView } from "../../model/resourceView.ts";
import type { StackView } from "../../model/stackView.ts";

/** Properties with the names and addresses of servers, by type. */
export const serverNames: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/instance:Instance": ["publicDns", "publicIp"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["publicDns", "publicIp"],
  "aws:ec2/eip:Eip": ["publicDns", "publicIp"],
  "aws:lb/loadBalancer:LoadBalancer": ["dnsName"],
  "aws:alb/loadBalancer:LoadBalancer": ["dnsName"],
  "aws:elb/loadBalancer:LoadBalancer": ["dnsName"],
  "aws:apprunner/service:Service": ["serviceUrl"],
  "aws:docdb/cluster:Cluster": ["endpoint", "readerEndpoint"],
  "aws:docdb/clusterInstance:ClusterInstance": ["endpoint"],
  "aws:eks/cluster:Cluster": ["endpoint"],
  "aws:elasticache/cluster:Cluster": ["clusterAddress"],
  "aws:elasticache/replicationGroup:ReplicationGroup": [
    "primaryEndpointAddress",
    "readerEndpointAddress",
    "configurationEndpointAddress",
  ],
  "aws:elasticbeanstalk/environment:Environment": ["cname", "endpointUrl"],
  "aws:elasticsearch/domain:Domain": ["endpoint"],
  "aws:globalaccelerator/accelerator:Accelerator": ["dnsName"],
  "aws:lambda/functionUrl:FunctionUrl": ["functionUrl"],
  "aws:lightsail/instance:Instance": ["publicIpAddress"],
  "aws:lightsail/lb:Lb": ["dnsName"],
  "aws:lightsail/staticIp:StaticIp": ["ipAddress"],
  "aws:mq/broker:Broker": ["instances.consoleUrl", "instances.endpoints"],
  "aws:msk/cluster:Cluster": ["bootstrapBrokers", "bootstrapBrokersTls"],
  "aws:neptune/cluster:Cluster": ["endpoint", "readerEndpoint"],
  "aws:opensearch/domain:Domain": ["endpoint"],
  "aws:rds/cluster:Cluster": ["endpoint", "readerEndpoint"],
  "aws:rds/clusterInstance:ClusterInstance": ["endpoint"],
  "aws:rds/instance:Instance": ["address", "endpoint"],
  "aws:redshift/cluster:Cluster": ["dnsName", "endpoint"],
  "aws:transfer/server:Server": ["endpoint"],
};

/** Types whose resources are always public. */
const publicTypes = [
  "aws:apprunner/service:Service",
  "aws:ec2/eip:Eip",
  "aws:elasticbeanstalk/environment:Environment",
  "aws:globalaccelerator/accelerator:Accelerator",
  "aws:lambda/functionUrl:FunctionUrl",
  "aws:lightsail/instance:Instance",
  "aws:lightsail/lb:Lb",
  "aws:lightsail/staticIp:StaticIp",
];

/** Names that AWS gives only to public servers. Names of Network Load Balancers do not show it. */
const publicPatterns = [
  /^ec2-[\d-]+\..*compute(-\d)?\.amazonaws\.com(\.cn)?$/,
  /^(?!internal-)[^.]+\.[a-z0-9-]+\.elb\.amazonaws\.com(\.cn)?$/,
  /\.awsapprunner\.com$/,
  /\.elasticbeanstalk\.com(\.cn)?$/,
  /\.awsglobalaccelerator\.com$/,
  /\.lambda-url\.[a-z0-9-]+\.on\.aws$/,
  /\.cs\.amazonlightsail\.com$/,
];

/** Names that AWS gives to servers, public or not. */
const patterns = [
  ...publicPatterns,
  /\.elb\.([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/,
  /\.(rds|docdb|neptune|redshift|redshift-serverless|cache|es|aoss|eks)\.amazonaws\.com(\.cn)?$/,
  /\.(kafka|mq|kafka-serverless)\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/,
  /\.(mq|es|aoss)\.[a-z0-9-]+\.on\.aws$/,
  /\.server\.transfer\.[a-z0-9-]+\.amazonaws\.com$/,
];

/** Reduces a value of a record or an output to the name or address in it. */
export function plainName(text: string): string {
  // The name follows the priority in an MX record.
  const name = text.toLowerCase().split(/\s+/).at(-1)!;
  if (/^[\da-f:]+$/.test(name)) return name;
  return name
    .replace(/^\w+:\/\//, "")
    .replace(/^dualstack\./, "")
    .replace(/[:/].*$/, "")
    .replace(/\.$/, "");
}

export const isServerName = (name: string): boolean =>
  patterns.some((pattern) => pattern.test(name));

export const isPublicServerName = (name: string): boolean =>
  publicPatterns.some((pattern) => pattern.test(name));

export const isLoadBalancerName = (name: string): boolean =>
  /\.elb\.([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/.test(name);

/** The servers of a stack by their known names and addresses. */
export const serversByName = (stack: StackView): ReadonlyMap<string, readonly ResourceView[]> =>
  groupBy(stack.ofType(...Object.keys(serverNames)), (server) =>
    serverNames[server.type]!.flatMap((path) => server.hintsAt(path)).map((name) =>
      plainName(String(name)),
    ),
  );

/** Whether a server is certainly public. */
export const isPublicServer = (server: ResourceView): boolean =>
  publicTypes.includes(server.type) ||
  (isLoadBalancer(server) && (!server.isSet("internal") || isFalse(server.hintsAt("internal")[0])));

/** Whether the names of a server are certainly public. */
export const hasPublicNames = (server: ResourceView): boolean =>
  isPublicServer(server) || serverNames[server.type]!.every((name) => name.startsWith("public"));

export const isLoadBalancer = ({ type }: ResourceView) =>
  type.endsWith("/loadBalancer:LoadBalancer");

/** Whether an address belongs to a NAT gateway, which accepts no connections. */
export const isOfNat = (stack: StackView, server: ResourceView): boolean =>
  server.type === "aws:ec2/eip:Eip" &&
  stack.referring(server, "aws:ec2/natGateway:NatGateway", "allocationId").length > 0;
