/** A statement of a policy of AWS. */
interface ManagedStatement {
  readonly Effect: "Allow";
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource: string;
}

const allow = (actions: string, Resource = "*"): ManagedStatement => ({
  Effect: "Allow",
  Action: actions.split(" "),
  Resource,
});

const notOfPowerUsers = ["iam:*", "organizations:*", "account:*"];

/**
 * AWS's own policies that programs attach to functions and services, as far as they concern the services that exist on
 * one machine. MiniStack has the first three, and more. Six of them are what `aws.lambda.CallbackFunction` attaches by default. (AWS Managed
 * Policy Reference, one page per policy)
 */
const managedPolicies: Readonly<Record<string, readonly ManagedStatement[]>> = {
  AdministratorAccess: [allow("*")],
  PowerUserAccess: [{ Effect: "Allow", NotAction: notOfPowerUsers, Resource: "*" }],
  "service-role/AWSLambdaRole": [allow("lambda:InvokeFunction")],
  AWSLambda_FullAccess: [allow("lambda:* states:DescribeStateMachine states:ListStateMachines")],
  AWSLambda_ReadOnlyAccess: [allow("lambda:Get* lambda:List*")],
  AWSLambdaExecute: [
    allow("logs:*", "arn:aws:logs:*:*:*"),
    allow("s3:GetObject s3:PutObject", "arn:aws:s3:::*"),
  ],
  AWSStepFunctionsFullAccess: [allow("states:*")],
  AWSXrayWriteOnlyAccess: [
    allow(
      "xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets xray:GetSamplingStatisticSummaries",
    ),
  ],
  AmazonAPIGatewayInvokeFullAccess: [
    allow("execute-api:Invoke execute-api:ManageConnections", "arn:aws:execute-api:*:*:*"),
  ],
  AmazonCognitoPowerUser: [allow("cognito-identity:* cognito-idp:*")],
  AmazonCognitoReadOnly: [
    allow(
      "cognito-idp:Describe* cognito-idp:AdminGet* cognito-idp:AdminList* cognito-idp:List* cognito-idp:Get*",
    ),
  ],
  AmazonDynamoDBReadOnlyAccess: [
    allow(
      "dynamodb:BatchGetItem dynamodb:Describe* dynamodb:List* dynamodb:GetItem dynamodb:GetResourcePolicy dynamodb:Query dynamodb:Scan dynamodb:PartiQLSelect",
    ),
  ],
  AmazonEventBridgeFullAccess: [allow("events:*")],
  AmazonKinesisFullAccess: [allow("kinesis:*")],
  AmazonKinesisReadOnlyAccess: [allow("kinesis:Get* kinesis:List* kinesis:Describe*")],
  AmazonSESFullAccess: [allow("ses:*")],
  AmazonSNSReadOnlyAccess: [allow("sns:GetTopicAttributes sns:List*")],
  AmazonSQSReadOnlyAccess: [
    allow(
      "sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListDeadLetterSourceQueues sqs:ListQueues sqs:ListQueueTags",
    ),
  ],
  CloudWatchEventsFullAccess: [allow("events:*")],
  CloudWatchFullAccess: [allow("cloudwatch:* logs:* sns:*")],
  CloudWatchFullAccessV2: [
    allow(
      "cloudwatch:* logs:* sns:CreateTopic sns:ListSubscriptions sns:ListSubscriptionsByTopic sns:ListTopics sns:Subscribe",
    ),
  ],
};

const prefix = "arn:aws:iam::aws:policy/";

/** The same by ARN, as policy documents. */
export const managedDocuments: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries(managedPolicies).map(([name, Statement]) => [
    `${prefix}${name}`,
    { Version: "2012-10-17", Statement },
  ]),
);
