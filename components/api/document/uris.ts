/**
 * Address at which API Gateway invokes a function.
 * Source: API Gateway Developer Guide, "Set up Lambda proxy integrations".
 */
export const invocationUri = (region: string, functionArn: string): string =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

/**
 * Address at which API Gateway invokes a streaming function.
 * Source: API Gateway Developer Guide, "Set up a Lambda proxy integration with payload response streaming".
 */
export const streamingUri = (region: string, functionArn: string): string =>
  `arn:aws:apigateway:${region}:lambda:path/2021-11-15/functions/${functionArn}/response-streaming-invocations`;
