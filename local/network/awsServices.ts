/**
 * AWS services that code calls by an SDK: the last part of their endpoint's name, by the part of the SDK's variable
 * that names the service (`AWS_ENDPOINT_URL_DYNAMODB`).
 *
 * Sources: AWS SDKs and Tools Reference Guide, "Service-specific endpoints"; AWS PrivateLink Guide, "AWS services that
 * integrate with AWS PrivateLink".
 */
export const awsServices: Readonly<Record<string, string>> = {
  CLOUDWATCH: "monitoring",
  CLOUDWATCH_LOGS: "logs",
  COGNITO_IDENTITY_PROVIDER: "cognito-idp",
  DYNAMODB: "dynamodb",
  EVENTBRIDGE: "events",
  FIREHOSE: "kinesis-firehose",
  KINESIS: "kinesis-streams",
  KMS: "kms",
  LAMBDA: "lambda",
  S3: "s3",
  SCHEDULER: "scheduler",
  SECRETS_MANAGER: "secretsmanager",
  SESV2: "email",
  SFN: "states",
  SNS: "sns",
  SQS: "sqs",
  SSM: "ssm",
  STS: "sts",
};
