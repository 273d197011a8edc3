import type { Mappings } from "../mapping.ts";

const functionName = { functionName: "AWS::Lambda::Function.Name" };

export const lambdaMappings: Mappings = {
  "aws:lambda/alias:Alias": {
    schema: "AWS::Lambda::Alias",
    // A map of weights here, a list there.
    unchecked: ["routingConfig"],
    optional: ["Name"],
    formats: functionName,
  },
  "aws:lambda/function:Function": {
    schema: "AWS::Lambda::Function",
    names: {
      name: "FunctionName",
      code: "Code",
      imageUri: "Code.ImageUri",
      s3Bucket: "Code.S3Bucket",
      s3Key: "Code.S3Key",
      s3ObjectVersion: "Code.S3ObjectVersion",
      sourceKmsKeyArn: "Code.SourceKMSKeyArn",
      "durableConfig.retentionPeriod": "RetentionPeriodInDays",
      // Pulumi's provider has -1 for as many as there are.
      reservedConcurrentExecutions: {
        to: "ReservedConcurrentExecutions",
        values: { "-1": undefined },
      },
    },
    optional: ["EphemeralStorage.Size"],
    formats: {
      role: "AWS::IAM::Role.Arn",
      "loggingConfig.logGroup": "AWS::Logs::LogGroup.Name",
      "deadLetterConfig.targetArn": "arn",
    },
    rules: {
      "": [
        "aws_lambda_function/capacity_provider_timeout",
        "aws_lambda_function/loglevel_logformat",
        "aws_lambda_function/packagetype_image_exclusions",
      ],
      "Environment.Variables": ["aws_lambda_function/environment_variable_keys"],
    },
  },
  "aws:lambda/permission:Permission": {
    schema: "AWS::Lambda::Permission",
    names: { function: "FunctionName", statementId: "Id" },
    formats: { function: "AWS::Lambda::Function.Name" },
    replaces: "all",
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": {
    schema: "AWS::Lambda::Alias",
    names: {
      provisionedConcurrentExecutions:
        "ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions",
    },
    optional: ["FunctionVersion", "Name"],
    formats: functionName,
    replaces: ["qualifier"],
  },
};
