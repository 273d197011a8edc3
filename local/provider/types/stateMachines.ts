import type { LogLevel, StateMachineType } from "@aws-sdk/client-sfn";
import { type CreateRequest, physicalName, required, type ResourceKinds } from "../kind.ts";

/** State machines exist for real, standard and express: their executions run. */
export const stateMachineKinds: ResourceKinds = {
  "aws:sfn/stateMachine:StateMachine": {
    autoname: "name",
    create: async (request) => {
      const { inputs, context } = request;
      const name = physicalName(request);
      const sfn = await context.aws.sfn();
      const { stateMachineArn, creationDate, stateMachineVersionArn } =
        await sfn.createStateMachine({
          ...settings(request),
          name,
          type: inputs["type"] as StateMachineType | undefined,
        });
      return {
        id: stateMachineArn!,
        outputs: {
          name,
          arn: stateMachineArn,
          creationDate: creationDate?.toISOString(),
          status: "ACTIVE",
          ...(stateMachineVersionArn ? { stateMachineVersionArn } : {}),
        },
      };
    },
    update: async (request) => {
      const sfn = await request.context.aws.sfn();
      const { stateMachineVersionArn } = await sfn.updateStateMachine({
        ...settings(request),
        stateMachineArn: request.id,
      });
      return stateMachineVersionArn ? { stateMachineVersionArn } : {};
    },
    unsettled: ({ publish }) => (publish === true ? ["stateMachineVersionArn"] : []),
    delete: async ({ id, context }) =>
      (await context.aws.sfn()).deleteStateMachine({ stateMachineArn: id }),
  },
};

interface Logging {
  readonly level?: LogLevel;
  readonly includeExecutionData?: boolean;
  readonly logDestination?: string;
}

function settings(request: CreateRequest) {
  const { inputs } = request;
  const logging = inputs["loggingConfiguration"] as Logging | undefined;
  const { level, includeExecutionData, logDestination } = logging ?? {};
  return {
    definition: required(request, "definition"),
    roleArn: required(request, "roleArn"),
    publish: inputs["publish"] === true,
    loggingConfiguration: logging && {
      level,
      includeExecutionData,
      destinations: logDestination
        ? [{ cloudWatchLogsLogGroup: { logGroupArn: logDestination } }]
        : [],
    },
    tracingConfiguration: inputs["tracingConfiguration"] as { enabled: boolean } | undefined,
  };
}
