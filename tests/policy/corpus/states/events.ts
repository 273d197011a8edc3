import { ExportedStack } from "../support/exportedStack.ts";
import { addCallback, addRole, fullAccessOf, permit } from "../support/functions.ts";
import { allow, policyText } from "../support/policies.ts";
import type { CorpusState } from "../support/state.ts";

const machine = new ExportedStack({ project: "stepfunctions", region: "us-west-2" });
const lambdaRole = addRole(machine, "lambdaRole", "lambda.amazonaws.com");
machine.aws("iam.RolePolicy", "lambdaRolePolicy", {
  role: lambdaRole.name,
  policy: policyText(
    allow(
      ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      "arn:aws:logs:*:*:*",
    ),
  ),
});
const sfnRole = addRole(machine, "sfnRole", "states.us-west-2.amazonaws.com");
machine.aws("iam.RolePolicy", "sfnRolePolicy", {
  role: sfnRole.name,
  policy: policyText(allow(["lambda:InvokeFunction"], "*")),
});
const [hello, world] = ["helloFunction", "worldFunction"].map((name) =>
  machine.aws("lambda.Function", name, {
    handler: "__index.handler",
    role: lambdaRole.arn,
    runtime: "nodejs20.x",
  }),
);
machine.aws("sfn.StateMachine", "stateMachine", {
  roleArn: sfnRole.arn,
  definition: JSON.stringify({
    StartAt: "Hello",
    States: {
      Hello: { Type: "Task", Resource: hello!.arn, Next: "World" },
      World: { Type: "Task", Resource: world!.arn, End: true },
    },
  }),
});

/** As pulumi/examples' aws-ts-stepfunctions. */
export const stateMachine: CorpusState = {
  about: "a state machine with two functions and broad roles",
  stack: machine,
  mandatory: {
    "require-functions-in-vpc helloFunction": "no vpcConfig",
    "require-functions-in-vpc worldFunction": "no vpcConfig",
    "forbid-broad-resources sfnRolePolicy": "lambda:InvokeFunction on *",
    "forbid-broad-resources lambdaRolePolicy": "logs:PutLogEvents on every log",
  },
  advisory: {
    "require-source-of-service-trust sfnRole":
      "Step Functions sends aws:SourceArn, also under its regional name",
  },
};

const zipper = new ExportedStack({ project: "copyzip", plugin: "6.66.2" });
const reports = zipper.aws("s3.BucketV2", "tpsReports");
zipper.aws("s3.BucketV2", "tpsZips");
const zip = addCallback(zipper, "zipTpsReports");
permit(zipper, "zipTpsReports", zip, "s3.amazonaws.com", reports.arn);
zipper.aws("s3.BucketNotification", "zipTpsReports", {
  bucket: reports.name,
  lambdaFunctions: [{ events: ["s3:ObjectCreated:*"], lambdaFunctionArn: zip.arn }],
});

/** As pulumi/examples' aws-ts-s3-lambda-copyzip. */
export const zippedReports: CorpusState = {
  about: "a function that zips the objects of a bucket",
  stack: zipper,
  mandatory: {
    "require-functions-in-vpc zipTpsReports": "no vpcConfig",
  },
  advisory: {
    "require-bucket-access-blocks tpsReports": "no public access block",
    "require-bucket-access-blocks tpsZips": "no public access block",
    ...fullAccessOf("zipTpsReports"),
  },
};

const graph = new ExportedStack({ project: "appsync" });
const table = graph.aws("dynamodb.Table", "tenants", {
  name: "Tenant",
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
  readCapacity: 1,
  writeCapacity: 1,
});
const tableRole = addRole(graph, "iam-role", "appsync.amazonaws.com");
const tablePolicy = graph.aws("iam.Policy", "iam-policy", {
  policy: policyText(allow(["dynamodb:PutItem", "dynamodb:GetItem"], table.arn)),
});
graph.aws("iam.RolePolicyAttachment", "iam-role-policy", {
  role: tableRole.name,
  policyArn: tablePolicy.arn,
});
const graphApi = graph.aws("appsync.GraphQLApi", "api", {
  authenticationType: "API_KEY",
  schema: "type Query { getTenantById(id: ID!): Tenant }",
});
graph.aws("appsync.ApiKey", "key", { apiId: graphApi.id });
graph.aws("appsync.DataSource", "tenants-ds", {
  name: "TenantsDataSource",
  apiId: graphApi.id,
  type: "AMAZON_DYNAMODB",
  dynamodbConfig: { tableName: table.name },
  serviceRoleArn: tableRole.arn,
});

/** As pulumi/examples' aws-ts-appsync. */
export const graphqlApi: CorpusState = {
  about: "a GraphQL API with an API key in front of a table",
  stack: graph,
  mandatory: { "require-graphql-authorizers api": "API_KEY" },
};
