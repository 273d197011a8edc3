import type { CreateRequest } from "../kind.ts";

/** ARN of a resource of API Gateway, which is of a region and of no account. */
export const apiGatewayArn = ({ context }: CreateRequest, path: string): string =>
  `arn:aws:apigateway:${context.region}::${path}`;
