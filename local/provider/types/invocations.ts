import { parseExpression } from "../../../project/schedules/expression.ts";
import { ExpressionError } from "../../../project/schedules/expressionError.ts";
import { checkMapping } from "../../events/queues/mappingRules.ts";
import type { Properties } from "../../graph/resource.ts";
import {
  arn,
  type CreateRequest,
  InputError,
  physicalName,
  required,
  type ResourceKinds,
  uuid,
} from "../kind.ts";

/** Invoke functions by themselves. The platform runs them (`local/events/`); they exist at no endpoint. */
export const invocationKinds: ResourceKinds = {
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    create: (request) => {
      checkSource(request.inputs);
      const id = uuid(request);
      return {
        id,
        outputs: {
          uuid: id,
          arn: arn(request, "lambda", `event-source-mapping:${id}`),
          functionArn: functionArnOf(request),
          ...stateOf(request.inputs),
        },
      };
    },
    update: async (request) => {
      checkSource(request.inputs);
      return { functionArn: functionArnOf(request), ...stateOf(request.inputs) };
    },
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    create: (request) => {
      const qualifier = request.inputs["qualifier"];
      const name = required(request, "functionName");
      return { id: typeof qualifier === "string" ? `${name}:${qualifier}` : name, outputs: {} };
    },
  },
  "aws:scheduler/schedule:Schedule": {
    autoname: "name",
    create: (request) => {
      checkSchedule(request.inputs);
      const name = physicalName(request);
      const groupName = String(request.inputs["groupName"] ?? "default");
      return {
        id: `${groupName}/${name}`,
        outputs: {
          name,
          groupName,
          arn: arn(request, "scheduler", `schedule/${groupName}/${name}`),
        },
      };
    },
    isLocal: true,
    update: async ({ inputs }) => checkSchedule(inputs),
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": {
    autoname: "name",
    create: (request) => {
      const name = physicalName(request);
      return {
        id: name,
        outputs: {
          name,
          arn: arn(request, "scheduler", `schedule-group/${name}`),
          state: "ACTIVE",
        },
      };
    },
  },
};

/** A function's name may be its ARN, with or without a qualifier. */
function functionArnOf(request: CreateRequest): string {
  const name = required(request, "functionName");
  return name.startsWith("arn:") ? name : arn(request, "lambda", `function:${name}`);
}

const stateOf = ({ enabled }: Properties) => ({
  state: enabled === false ? "Disabled" : "Enabled",
  stateTransitionReason: "USER_INITIATED",
});

function checkSource(inputs: Properties): void {
  const [problem] = checkMapping(inputs);
  if (problem !== undefined) throw new InputError(problem);
}

/** @throws InputError for what EventBridge Scheduler refuses and its schema does not show */
function checkSchedule(inputs: Properties): void {
  const zone = inputs["scheduleExpressionTimezone"] as string | undefined;
  try {
    parseExpression(required({ inputs }, "scheduleExpression"), zone);
  } catch (error) {
    throw error instanceof ExpressionError ? new InputError(error.message) : error;
  }
  const window = (inputs["flexibleTimeWindow"] ?? {}) as Properties;
  const isFlexible = window["mode"] === "FLEXIBLE";
  if (isFlexible !== (window["maximumWindowInMinutes"] !== undefined)) {
    throw new InputError(
      `flexibleTimeWindow ${isFlexible ? "needs" : "must not have"} maximumWindowInMinutes if its mode is ` +
        `${String(window["mode"])}.`,
    );
  }
  const { startDate, endDate } = inputs;
  if (startDate && endDate && Date.parse(String(startDate)) >= Date.parse(String(endDate))) {
    throw new InputError(`endDate is ${String(endDate)}, but must be after startDate.`);
  }
}
