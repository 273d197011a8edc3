/** Environment variables that the functions need when they are loaded. */
export const variables = {
  STREAM: "logs",
  STREAM_REGION: "eu-west-1",
  ENVIRONMENT: "dev",
  SERVICE_URL: "http://127.0.0.1:1",
  ISSUERS: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool",
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: "http://127.0.0.1:1",
  SERVICE_NAME: "orders",
  ASSERTION_KEY_ARN: "arn:aws:kms:us-east-1:123456789012:key/1",
  ASSERTION_KEY_ID: "1",
  SENDER_KEY_ARN: "arn:aws:kms:us-east-1:123456789012:key/2",
  PLATFORM_NAME: "Palisade",
  SENDER_EMAIL: "no-reply@example.com",
  CODE_BUDGETS_TABLE: "codes",
};

/** Globals: of Lambda's runtime for streaming functions, and what a platform builds in. */
export const runtime = {
  awslambda: { streamifyResponse: (handler: unknown) => handler },
  MESSAGES: { layout: "{content}", defaultLocale: "en", locales: { en: {} } },
};
