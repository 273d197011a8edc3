import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

const property = "xrayTracingEnabled";

/** Stages of REST APIs have tracing. HTTP and WebSocket APIs do not support it. */
export const requireTracing: ResourceRule = {
  name: "require-tracing",
  description: "Stages of REST APIs trace requests with X-Ray.",
  why: "Without traces, it is hard to find out which part behind the API was slow, failed, or was called at all.",
  fix: "Set xrayTracingEnabled to true.",
  equivalents: ["CKV_AWS_73", "api-gw-xray-enabled"],
  types: ["aws:apigateway/stage:Stage"],

  *check(stage): Iterable<Finding> {
    const isTraced = stage.valueAt(property, false);
    if (isTraced === undefined || isTrue(isTraced)) return;
    const exposed = "Requests through the stage are not traced";
    yield { exposed, property, value: stage.valueAt(property) };
  },

  remediate(stage) {
    if (isTrue(stage[property])) return false;
    stage[property] = true;
    return true;
  },
};
