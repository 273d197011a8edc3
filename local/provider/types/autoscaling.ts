import { arn, digits, physicalName, required, type ResourceKinds, uuid } from "../kind.ts";

/** Application Auto Scaling, which changes no number of tasks on one machine. */
export const autoscalingKinds: ResourceKinds = {
  "aws:appautoscaling/target:Target": {
    create: (request) => ({
      id: required(request, "resourceId"),
      outputs: {
        arn: arn(request, "application-autoscaling", `scalable-target/${digits(request, 34)}`),
      },
    }),
  },
  "aws:appautoscaling/policy:Policy": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const resource = `${required(request, "serviceNamespace")}/${required(request, "resourceId")}`;
      const part = `scalingPolicy:${uuid(request)}:resource/${resource}:policyName/${name}`;
      return { id: name, outputs: { name, arn: arn(request, "autoscaling", part), alarmArns: [] } };
    },
  },
  "aws:appautoscaling/scheduledAction:ScheduledAction": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      const resource = `${required(request, "serviceNamespace")}/${required(request, "resourceId")}`;
      const part = `scheduledAction:${uuid(request)}:resource/${resource}:scheduledActionName/${name}`;
      return { id: name, outputs: { name, arn: arn(request, "autoscaling", part) } };
    },
  },
};
