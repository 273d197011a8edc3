import { arn, physicalName, type ResourceKinds } from "../kind.ts";

export const logKinds: ResourceKinds = {
  "aws:cloudwatch/logGroup:LogGroup": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      return { id: name, outputs: { name, arn: arn(request, "logs", `log-group:${name}`) } };
    },
  },
};
