import { digits, required, type ResourceKinds } from "../kind.ts";
import { apiGatewayArn } from "./apiGatewayArn.ts";

/** Domains of REST APIs. Nobody resolves them here: their targets are as AWS would call them. */
export const apiDomainKinds: ResourceKinds = {
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
                regionalZoneId: `Z${digits({ ...request, name: "zone" }, 13).toUpperCase()}`,
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
};

/** The zone of every CloudFront distribution. Source: AWS General Reference, "Amazon CloudFront endpoints". */
const cloudfrontZone = "Z2FDTNDATAQYW2";

/** @param configuration - of the endpoint; API Gateway takes EDGE where there is none */
function typeOf(configuration: unknown): string {
  const { types = "EDGE" } = (configuration ?? {}) as { types?: string };
  return types;
}
