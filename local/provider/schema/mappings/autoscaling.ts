import type { Mappings } from "../mapping.ts";

export const autoscalingMappings: Mappings = {
  "aws:appautoscaling/target:Target": {
    schema: "AWS::ApplicationAutoScaling::ScalableTarget",
    replaces: ["resourceId", "scalableDimension", "serviceNamespace"],
  },
  "aws:appautoscaling/policy:Policy": {
    schema: "AWS::ApplicationAutoScaling::ScalingPolicy",
    names: { name: "PolicyName" },
    optional: ["PolicyName"],
    replaces: ["resourceId", "scalableDimension", "serviceNamespace"],
  },
};
