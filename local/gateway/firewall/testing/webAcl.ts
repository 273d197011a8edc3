import type { Properties, Resource } from "../../../graph/resource.ts";
import { createModel, lambda, serve } from "../../testing/gateway.ts";
import { send } from "../../testing/http.ts";
import { readFirewall, unservedRules } from "../index.ts";

const stageArn = "arn:aws:apigateway:eu-west-1::/restapis/abc123/stages/dev";
export const arn = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/acl/1";
export const groupArn = "arn:aws:wafv2:eu-west-1:123456789012:regional/rulegroup/group/1";

export const resource = (type: string, outputs: Properties): Resource => ({
  type: `aws:wafv2/${type}`,
  name: "acl",
  id: "acl",
  inputs: {},
  outputs,
});

export const onPath = (searchString: string) => ({
  byteMatchStatement: {
    searchString,
    positionalConstraint: "CONTAINS",
    fieldToMatch: { uriPath: {} },
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
});
export const rule = (
  name: string,
  priority: number,
  action: object,
  statement: object,
  more = {},
) => ({
  ...{ name, priority, action, statement, ...more },
});
export const custom = (responseCode: number, customResponseBodyKey?: string) => ({
  block: {
    customResponse: {
      responseCode,
      customResponseBodyKey,
      responseHeaders: [{ name: "X-Why", value: "waf" }],
    },
  },
});

/** Reads a web ACL, and calls paths behind it. */
export async function behind(outputs: Properties, more: Resource[] = []) {
  const firewall = readFirewall(
    [
      resource("webAcl:WebAcl", { arn, name: "acl", defaultAction: { allow: {} }, ...outputs }),
      resource("webAclAssociation:WebAclAssociation", { resourceArn: stageArn, webAclArn: arn }),
      ...more,
    ],
    stageArn,
  )!;
  const paths = { "/{proxy+}": { "x-amazon-apigateway-any-method": lambda() } };
  const responses = { WAF_FILTERED: { statusCode: "418" } };
  const document = { paths, "x-amazon-apigateway-gateway-responses": responses };
  const accessLogFormat =
    "$context.wafResponseCode $context.waf.status $context.error.responseType";
  const gateway = await serve(createModel(document, { accessLogFormat }, { firewall }));
  const call = async (path: string, headers: string[] = []) => {
    const response = await send(gateway.port, `/dev${path}`, { headers });
    return { ...response, event: gateway.events.at(-1) };
  };
  return { call, gateway, notes: unservedRules(firewall) };
}

export const group = (outputs: Properties) =>
  resource("ruleGroup:RuleGroup", { arn: groupArn, name: "group", ...outputs });
export const reference = (more: object = {}) => ({
  ruleGroupReferenceStatement: { arn: groupArn, ...more },
});
