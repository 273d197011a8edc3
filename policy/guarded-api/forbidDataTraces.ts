import { isTrue } from "../model/resourceView.ts";
import type { Finding, ResourceRule } from "../rule.ts";

/** Properties that hold the settings of methods or routes, by type. */
const holders: Readonly<Record<string, readonly string[]>> = {
  "aws:apigateway/methodSettings:MethodSettings": ["settings"],
  "aws:apigatewayv2/stage:Stage": ["defaultRouteSettings", "routeSettings"],
};

const flag = "dataTraceEnabled";

/** Keeps the contents of requests and responses out of the logs. */
export const forbidDataTraces: ResourceRule = {
  name: "forbid-data-traces",
  description: "Stage logs do not contain whole requests and responses.",
  why: "Data tracing writes whole requests and responses to the log, including tokens and personal data.",
  fix: "Set dataTraceEnabled to false or remove it; the access log records the calls.",
  equivalents: ["CKV_AWS_276"],
  types: Object.keys(holders),

  *check(resource): Iterable<Finding> {
    for (const holder of holders[resource.type]!) {
      for (const { path: property, value } of resource.valuesAt(`${holder}.${flag}`)) {
        if (!isTrue(value)) continue;
        yield { exposed: "Whole requests and responses are logged", property, value };
      }
    }
  },

  remediate(inputs, type) {
    const found = holders[type]!.flatMap((holder) => inputs[holder]).filter(isTracing);
    for (const settings of found) settings[flag] = false;
    return found.length > 0;
  },
};

const isTracing = (settings: unknown): settings is Record<string, unknown> =>
  typeof settings === "object" && settings !== null && isTrue(Reflect.get(settings, flag));
