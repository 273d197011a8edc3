import type { Finding, ResourceRule } from "../rule.ts";

/** Function URLs accept only signed requests. */
export const forbidOpenFunctionUrls: ResourceRule = {
  name: "forbid-open-function-urls",
  description: "Function URLs require IAM authorization.",
  why: "Without authorization, anyone can run the function through its URL and bypass the API.",
  fix: 'Set authorizationType to "AWS_IAM", or remove the URL and let API Gateway call the function.',
  equivalents: ["CKV_AWS_258"],
  types: ["aws:lambda/functionUrl:FunctionUrl"],

  *check(url): Iterable<Finding> {
    const property = "authorizationType";
    const authorization = url.valueAt(property, "NONE");
    if (authorization === undefined || authorization === "AWS_IAM") return;
    const exposed = "Anyone on the internet may call the function through its URL";
    yield { exposed, property, value: url.valueAt(property) };
  },
};
