import { account, add, change, everywhere, openPolicy, type Mutations } from "./mutation.ts";

const func = "lambda/function:Function";

/** Mutations that open functions, other AWS services, and their data. */
export const serviceMutations: Mutations = {
  // Functions.
  "a function outside of the VPC": change(func, "dev-orders-proxy", { vpcConfig: undefined }),
  "a function with no subnets": change(func, "dev-catalog-proxy", {
    vpcConfig: { subnetIds: [], securityGroupIds: [] },
  }),
  "a URL of a function": add("lambda/functionUrl:FunctionUrl", {
    functionName: "dev-orders-proxy",
    authorizationType: "NONE",
  }),
  "a function for everyone": change("lambda/permission:Permission", "dev-orders", {
    principal: "*",
  }),
  "a function for any API": change("lambda/permission:Permission", "dev-orders", {
    sourceArn: undefined,
  }),
  "a function for APIs of any account": change("lambda/permission:Permission", "dev-catalog", {
    sourceArn: "arn:aws:execute-api:us-east-1:*:*/*",
  }),
  // Resource policies.
  "a queue for everyone": add("sqs/queuePolicy:QueuePolicy", {
    queueUrl: `https://sqs.us-east-1.amazonaws.com/${account}/orders`,
    policy: openPolicy("sqs:SendMessage"),
  }),
  "a topic for everyone": add("sns/topicPolicy:TopicPolicy", {
    arn: `arn:aws:sns:us-east-1:${account}:orders`,
    policy: openPolicy("sns:Subscribe"),
  }),
  "a bucket for everyone": add("s3/bucketPolicy:BucketPolicy", {
    bucket: "orders",
    policy: openPolicy("s3:GetObject"),
  }),
  "images for everyone": add("ecr/repositoryPolicy:RepositoryPolicy", {
    repository: "dev-orders",
    policy: openPolicy("ecr:BatchGetImage"),
  }),
  "a key for everyone": add("kms/key:Key", { policy: openPolicy("kms:*") }),
  "a secret for everyone": add("secretsmanager/secretPolicy:SecretPolicy", {
    secretArn: `arn:aws:secretsmanager:us-east-1:${account}:secret:orders`,
    policy: openPolicy("secretsmanager:GetSecretValue"),
  }),
  "a bucket that may be made public": add("s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
    bucket: "orders",
    blockPublicAcls: true,
    blockPublicPolicy: false,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  }),
  "a bucket that is public by its ACL": add("s3/bucketAcl:BucketAcl", {
    bucket: "orders",
    acl: "public-read",
  }),
  // Services with a public endpoint.
  "a public database": add("rds/instance:Instance", {
    engine: "postgres",
    publiclyAccessible: true,
    storageEncrypted: true,
  }),
  "a public database of a cluster": add("rds/clusterInstance:ClusterInstance", {
    engine: "aurora-postgresql",
    publiclyAccessible: true,
  }),
  "a public warehouse": add("redshift/cluster:Cluster", {
    publiclyAccessible: true,
    encrypted: true,
  }),
  "a public graph database": add("neptune/clusterInstance:ClusterInstance", {
    publiclyAccessible: true,
  }),
  "a public Kubernetes API": add("eks/cluster:Cluster", {
    vpcConfig: { subnetIds: [], endpointPublicAccess: true, publicAccessCidrs: everywhere },
  }),
  "a public message broker": add("mq/broker:Broker", { publiclyAccessible: true }),
  "public Kafka brokers": add("msk/cluster:Cluster", {
    brokerNodeGroupInfo: {
      connectivityInfo: { publicAccess: { type: "SERVICE_PROVIDED_EIPS" } },
    },
  }),
  "a search domain outside of the VPC": add("opensearch/domain:Domain", {
    encryptAtRest: { enabled: true },
    nodeToNodeEncryption: { enabled: true },
  }),
  "a public replication instance": add("dms/replicationInstance:ReplicationInstance", {
    publiclyAccessible: true,
  }),
  "a notebook in the internet": add("sagemaker/notebookInstance:NotebookInstance", {
    directInternetAccess: "Enabled",
    subnetId: "subnet-1",
  }),
  "a public Airflow server": add("mwaa/environment:Environment", {
    webserverAccessMode: "PUBLIC_ONLY",
  }),
  "a public file transfer server": add("transfer/server:Server", { endpointType: "PUBLIC" }),
  "a public App Runner service": add("apprunner/service:Service", {
    networkConfiguration: { ingressConfiguration: { isPubliclyAccessible: true } },
  }),
  "an endpoint service for everyone": add("ec2/vpcEndpointService:VpcEndpointService", {
    acceptanceRequired: false,
  }),
  "a public name of a load balancer": (stack) =>
    stack.add("route53/record:Record", "added", {
      zoneId: "Z0123456789ABCDEFGHIJ",
      name: "orders.example.com",
      type: "CNAME",
      ttl: 60,
      records: ["dev-orders-1234567890.us-east-1.elb.amazonaws.com"],
    }),
};
