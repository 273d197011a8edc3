import { createClientCertificate } from "../../clientCertificates.ts";
import { arn, digits, physicalName, required, type ResourceKinds } from "../kind.ts";
import { apiGatewayArn } from "./apiGatewayArn.ts";

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
        },
      };
    },
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
};
