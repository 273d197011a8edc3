import type { ResourceView } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** A function's own URL, where it has one, answers signed requests only. */
export const forbidOpenFunctionUrls: ResourceRule = {
  name: "forbid-open-function-urls",
  description: "Function URLs ask for a signature of IAM.",
  why: "A URL with no authorization lets everybody run the function, past the API.",
  fix: 'Set it to "AWS_IAM", or leave out the URL and let API Gateway call the function.',
  equivalents: ["CKV_AWS_258"],
  types: ["aws:lambda/functionUrl:FunctionUrl"],

  *check(url: ResourceView): Iterable<Finding> {
    const property = "authorizationType";
    const authorization = url.valueAt(property, "NONE");
    if (authorization === undefined || authorization === "AWS_IAM") return;
    const exposed = "Everybody on the internet may call the function by its URL";
    yield { exposed, property, value: url.valueAt(property) };
  },
};
