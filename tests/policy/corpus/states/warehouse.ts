import { ExportedStack, secret } from "../support/exportedStack.ts";
import { addRole } from "../support/functions.ts";
import { managed } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const stack = new ExportedStack({ project: "redshift-etl", region: "us-west-2", plugin: "6.66.2" });
const events = stack.aws("s3.Bucket", "events", { forceDestroy: true });
const vpc = stack.aws("ec2.Vpc", "vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
const subnet = stack.aws("ec2.Subnet", "subnet", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
const subnetGroup = stack.aws("redshift.SubnetGroup", "subnet-group", { subnetIds: [subnet.id] });
const role = addRole(stack, "redshift-role", "redshift.amazonaws.com", ["AmazonS3ReadOnlyAccess"]);
stack.aws("ec2.VpcEndpoint", "s3-vpc-endpoint", {
  vpcId: vpc.id,
  serviceName: "com.amazonaws.us-west-2.s3",
  routeTableIds: [vpc.output("mainRouteTableId")],
});
const group = vpc.output("defaultSecurityGroupId");
const cluster = stack.aws("redshift.Cluster", "cluster", {
  clusterIdentifier: "my-redshift-cluster",
  databaseName: "dev",
  masterUsername: "admin",
  masterPassword: secret("pa55word-of-the-warehouse"),
  nodeType: "ra3.xlplus",
  clusterSubnetGroupName: subnetGroup.name,
  clusterType: "single-node",
  publiclyAccessible: false,
  skipFinalSnapshot: true,
  vpcSecurityGroupIds: [group],
  iamRoles: [role.arn],
});
const glueRole = stack.aws("iam.Role", "glue-role", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Action: "sts:AssumeRole",
        Effect: "Allow",
        Principal: { Service: "glue.amazonaws.com" },
      },
    ],
  }),
  managedPolicyArns: [managed("AmazonS3FullAccess"), managed("service-role/AWSGlueServiceRole")],
});
const connection = stack.aws("glue.Connection", "glue-redshift-connection", {
  connectionType: "JDBC",
  connectionProperties: secret({
    JDBC_CONNECTION_URL: `jdbc:redshift://${cluster.output("endpoint")}/dev`,
    USERNAME: "admin",
    PASSWORD: "pa55word-of-the-warehouse",
  }),
  physicalConnectionRequirements: {
    securityGroupIdLists: [group],
    availabilityZone: "us-west-2a",
    subnetId: subnet.id,
  },
});
const jobs = stack.aws("s3.Bucket", "glue-job-bucket", { forceDestroy: true });
stack.aws("glue.Job", "glue-job", {
  roleArn: glueRole.arn,
  glueVersion: "3.0",
  numberOfWorkers: 10,
  workerType: "G.1X",
  defaultArguments: {
    "--job-bookmark-option": "job-bookmark-enable",
    "--ConnectionName": connection.name,
    "--RedshiftDBTableName": events.name.replaceAll("-", "_"),
    "--TempDir": `s3://${jobs.name}/glue-job-temp`,
  },
  connections: [connection.name],
  command: { scriptLocation: `s3://${jobs.name}/glue-job.py`, pythonVersion: "3" },
});

/** As pulumi/examples' aws-ts-redshift-glue-etl; exported without --show-secrets. */
export const warehouse: CorpusState = {
  about: "a private Redshift cluster that Glue fills from a bucket",
  stack,
  advisory: {
    "require-bucket-access-blocks events": "no public access block",
    "require-bucket-access-blocks glue-job-bucket": "no public access block",
    "forbid-service-wildcards glue-role": "AmazonS3FullAccess among the role's own policies",
  },
  undecided: {
    "forbid-plain-secrets glue-redshift-connection":
      "connectionProperties are encrypted as a whole; everybody with glue:GetConnection reads a PASSWORD in them",
  },
};
