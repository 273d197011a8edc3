import { createHash } from "node:crypto";
import { createClientCertificate } from "../../clientCertificates.ts";
import {
  arn,
  type CreateRequest,
  digits,
  physicalName,
  required,
  type ResourceKinds,
  uuid,
} from "../kind.ts";
import { cloudfrontZone } from "./cloudfront.ts";
import { restApiSettings } from "./restApi.ts";

/** The ARN of a resource of API Gateway, which contains no account. */
const apiGatewayArn = ({ context }: CreateRequest, path: string): string =>
  `arn:aws:apigateway:${context.region}::${path}`;

export const apiGatewayKinds: ResourceKinds = {
  "aws:apigateway/account:Account": {
    create: ({ context }) => ({ id: context.accountId, outputs: {} }),
  },
  "aws:apigateway/restApi:RestApi": {
    autoname: "name",
    create: (request) => {
      const id = digits(request, 10);
      return {
        id,
        outputs: {
          name: physicalName(request),
          arn: apiGatewayArn(request, `/restapis/${id}`),
          executionArn: arn(request, "execute-api", id),
          rootResourceId: digits({ ...request, name: `${request.name}/` }, 10),
          ...restApiSettings(request.inputs),
        },
      };
    },
    isLocal: true,
    update: async ({ inputs, outputs, changed }) => restApiSettings(inputs, outputs, changed),
  },
  "aws:apigateway/restApiPolicy:RestApiPolicy": {
    create: (request) => ({ id: required(request, "restApiId"), outputs: {} }),
  },
  "aws:apigateway/deployment:Deployment": {
    create: (request) => ({ id: digits(request, 6), outputs: {} }),
  },
  "aws:apigateway/stage:Stage": {
    create: (request) => {
      const restApi = required(request, "restApi");
      const stageName = required(request, "stageName");
      const { region } = request.context;
      return {
        id: `ags-${restApi}-${stageName}`,
        outputs: {
          arn: apiGatewayArn(request, `/restapis/${restApi}/stages/${stageName}`),
          executionArn: arn(request, "execute-api", `${restApi}/${stageName}`),
          invokeUrl: `https://${restApi}.execute-api.${region}.amazonaws.com/${stageName}`,
        },
      };
    },
  },
  "aws:apigateway/clientCertificate:ClientCertificate": {
    create: (request) => {
      const id = digits(request, 6);
      const own = { arn: apiGatewayArn(request, `/clientcertificates/${id}`) };
      return { id, outputs: { ...own, ...createClientCertificate(id) } };
    },
    restore: async ({ id }) => createClientCertificate(id),
  },
  "aws:apigatewayv2/vpcLink:VpcLink": {
    autoname: "name",
    create: (request) => {
      const id = digits(request, 10);
      return {
        id,
        outputs: { name: physicalName(request), arn: apiGatewayArn(request, `/vpclinks/${id}`) },
      };
    },
  },
  "aws:apigateway/methodSettings:MethodSettings": {
    create: (request) => ({
      id: ["restApi", "stageName", "methodPath"]
        .map((property) => required(request, property))
        .join("-"),
      outputs: {},
    }),
  },
  // Domain names are not resolved on this machine. Their targets have the form of AWS's.
  "aws:apigateway/domainName:DomainName": {
    create: (request) => {
      const domainName = required(request, "domainName");
      const isEdge = typeOf(request.inputs["endpointConfiguration"]) === "EDGE";
      return {
        id: domainName,
        outputs: {
          arn: apiGatewayArn(request, `/domainnames/${domainName}`),
          ...(isEdge
            ? {
                cloudfrontDomainName: `d${digits(request, 13)}.cloudfront.net`,
                cloudfrontZoneId: cloudfrontZone,
              }
            : {
                regionalDomainName: `d-${digits(request, 10)}.execute-api.${request.context.region}.amazonaws.com`,
                regionalZoneId: regionalZone(request.context.region),
              }),
        },
      };
    },
  },
  "aws:apigateway/basePathMapping:BasePathMapping": {
    create: (request) => {
      const { basePath, domainNameId } = request.inputs;
      const parts = [required(request, "domainName"), String(basePath ?? "")];
      if (domainNameId !== undefined) parts.push(String(domainNameId));
      return { id: parts.join("/"), outputs: {} };
    },
  },
  // The gateway reads usage plans and their keys.
  "aws:apigateway/apiKey:ApiKey": {
    autoname: "name",
    create: (request) => {
      const id = digits(request, 10);
      const given = request.inputs["value"];
      const now = new Date().toISOString();
      return {
        id,
        outputs: {
          name: physicalName(request),
          arn: apiGatewayArn(request, `/apikeys/${id}`),
          // AWS generates a value of 40 characters too.
          value: typeof given === "string" && given !== "" ? given : digits(valueOf(request), 40),
          createdDate: now,
          lastUpdatedDate: now,
        },
      };
    },
  },
  "aws:apigateway/usagePlan:UsagePlan": {
    autoname: "name",
    create: (request) => {
      const id = digits(request, 6);
      return {
        id,
        outputs: {
          name: physicalName(request),
          arn: apiGatewayArn(request, `/usageplans/${id}`),
        },
      };
    },
  },
  // On AWS the name and value of the key are outputs too. The local platform does not read them.
  "aws:apigateway/usagePlanKey:UsagePlanKey": {
    create: (request) => ({ id: required(request, "keyId"), outputs: {} }),
  },
  // The gateway reads web ACLs and their associations. Their capacity is not calculated.
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

/** The hosted zone of API Gateway's names, the same for all accounts in a region. */
const regionalZone = (region: string): string =>
  `Z${createHash("sha256").update(region).digest("hex").slice(0, 13).toUpperCase()}`;

/** @param configuration - of the endpoint; API Gateway's default type is EDGE */
function typeOf(configuration: unknown): string {
  const { types = "EDGE" } = (configuration ?? {}) as { types?: string };
  return types;
}

/** The value is secret, so its digits differ from those of the id, which is public. */
const valueOf = <Request extends { readonly name: string }>(request: Request): Request => ({
  ...request,
  name: `${request.name}/value`,
});

/** Web ACLs for CloudFront are in us-east-1. */
function aclArn(request: CreateRequest, name: string): string {
  const { region, accountId } = request.context;
  const isGlobal = required(request, "scope") === "CLOUDFRONT";
  return isGlobal
    ? `arn:aws:wafv2:us-east-1:${accountId}:global/webacl/${name}`
    : `arn:aws:wafv2:${region}:${accountId}:regional/webacl/${name}`;
}
