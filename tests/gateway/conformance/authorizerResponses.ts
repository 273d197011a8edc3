import type { FunctionResponse, Request } from "./case.ts";

export const arn = (rest: string) => `arn:aws:execute-api:eu-west-1:123456789012:abc123/${rest}`;
export const statement = (
  Effect: string,
  Resource: string | string[],
  Action = "execute-api:Invoke",
) => ({
  Effect,
  Action,
  Resource,
});
export const policy = (...Statement: object[]) => ({ Version: "2012-10-17", Statement });
export const output = (policyDocument: object, more: object = {}): FunctionResponse => ({
  returns: { principalId: "u", policyDocument, ...more },
});
export const allow = output(policy(statement("Allow", "*")));

export const unauthorized = { status: 401, body: '{"message":"Unauthorized"}' };
export const noAllow = {
  status: 403,
  body: '{"Message":"User is not authorized to access this resource"}',
  headers: { "x-amzn-errortype": "AccessDeniedException" },
  backend: null,
};

export const withToken = (token: string, line = "GET ~", header = "Authorization"): Request => ({
  line,
  headers: { [header]: token },
});
