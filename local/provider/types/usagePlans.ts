import { digits, physicalName, required, type ResourceKinds } from "../kind.ts";
import { apiGatewayArn } from "./apiGatewayArn.ts";

/** Usage plans and their keys, for the gateway to read. */
export const usagePlanKinds: ResourceKinds = {
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
          // AWS makes one up too: 40 letters and digits.
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
  // AWS tells the key's name and value here as well; they are the key's own, `keyId` says whose.
  "aws:apigateway/usagePlanKey:UsagePlanKey": {
    create: (request) => ({ id: required(request, "keyId"), outputs: {} }),
  },
};

/** The value's digits are not those of the id, which is no secret. */
const valueOf = <Request extends { readonly name: string }>(request: Request): Request => ({
  ...request,
  name: `${request.name}/value`,
});
