import { type CreateRequest, physicalName, required, type ResourceKinds, uuid } from "../kind.ts";

/** Web ACLs and what they stand before, for the gateway to read. How much capacity one has, only AWS tells. */
export const firewallKinds: ResourceKinds = {
  "aws:wafv2/webAcl:WebAcl": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const id = uuid(request);
      return { id, outputs: { name, arn: aclArn(request, `${name}/${id}`) } };
    },
  },
  "aws:wafv2/webAclAssociation:WebAclAssociation": {
    create: (request) => ({
      id: `${required(request, "webAclArn")},${required(request, "resourceArn")}`,
      outputs: {},
    }),
  },
  "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": {
    create: (request) => ({ id: required(request, "resourceArn"), outputs: {} }),
  },
};

/** Those of CloudFront are in us-east-1, whichever region the stack is of. */
function aclArn(request: CreateRequest, name: string): string {
  const { region, accountId } = request.context;
  const isGlobal = required(request, "scope") === "CLOUDFRONT";
  return isGlobal
    ? `arn:aws:wafv2:us-east-1:${accountId}:global/webacl/${name}`
    : `arn:aws:wafv2:${region}:${accountId}:regional/webacl/${name}`;
}
