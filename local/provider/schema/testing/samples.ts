import type { Properties } from "../../../graph/resource.ts";

export const sg = "sg-0123456789abcdef0";
export const subnet = "subnet-0123456789abcdef0";
export const vpc = "vpc-0123abcd";
export const role = "arn:aws:iam::123456789012:role/service";

export const policy = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
export const trust = {
  Effect: "Allow",
  Principal: { Service: "lambda.amazonaws.com" },
  Action: "sts:AssumeRole",
};

/** Inputs that AWS refuses. */
export type Refusal = readonly [
  kind: string,
  type: string,
  /** Inputs that replace those of `accepted`. */
  inputs: Properties,
  /** The input that is refused. */
  property: string,
  reason: RegExp,
];
