import type { Target } from "@aws-sdk/client-eventbridge";
import type { Properties } from "../../graph/resource.ts";
import { apiInput, type Places } from "../apiInput.ts";
import { type CreateRequest, digits, InputError, required, type ResourceKind } from "../kind.ts";

export const eventTarget: ResourceKind = {
  create: async (request) => {
    const targetId = String(request.inputs["targetId"] ?? digits(request, 26));
    await putTarget(request, targetId);
    const bus = busOf(request.inputs);
    const id = `${required(request, "rule")}-${targetId}`;
    return {
      id: bus === defaultBus ? id : `${bus}-${id}`,
      outputs: { targetId, eventBusName: bus },
    };
  },
  update: (request) => putTarget(request, String(request.outputs["targetId"])),
  delete: async ({ outputs, context }) =>
    (await context.aws.eventBridge()).removeTargets({
      Rule: String(outputs["rule"]),
      EventBusName: busOf(outputs),
      Ids: [String(outputs["targetId"])],
    }),
};

/** Every account has this bus. */
export const defaultBus = "default";

/** The name or the ARN of the bus. */
export const busOf = ({ eventBusName }: Properties): string =>
  typeof eventBusName === "string" && eventBusName !== "" ? eventBusName : defaultBus;

const targetPlaces: Places = {
  rule: null,
  eventBusName: null,
  forceDestroy: null,
  targetId: "Id",
  appsyncTarget: "AppSyncParameters",
  batchTarget: "BatchParameters",
  "batchTarget.arraySize": "ArrayProperties.Size",
  "batchTarget.jobAttempts": "RetryStrategy.Attempts",
  ecsTarget: "EcsParameters",
  "ecsTarget.capacityProviderStrategies": "CapacityProviderStrategy",
  "ecsTarget.networkConfiguration": "NetworkConfiguration.awsvpcConfiguration",
  "ecsTarget.networkConfiguration.assignPublicIp": {
    to: "AssignPublicIp",
    values: { true: "ENABLED", false: "DISABLED" },
  },
  "ecsTarget.orderedPlacementStrategies": "PlacementStrategy",
  httpTarget: "HttpParameters",
  "inputTransformer.inputPaths": "InputPathsMap",
  kinesisTarget: "KinesisParameters",
  redshiftTarget: "RedshiftDataParameters",
  "redshiftTarget.secretsManagerArn": "SecretManagerArn",
  runCommandTargets: "RunCommandParameters.RunCommandTargets",
  sagemakerPipelineTarget: "SageMakerPipelineParameters",
  "sagemakerPipelineTarget.pipelineParameterLists": "PipelineParameterList",
  sqsTarget: "SqsParameters",
};

async function putTarget(request: CreateRequest, targetId: string): Promise<void> {
  const { inputs, context } = request;
  const arn = required(request, "arn");
  const bridge = await context.aws.eventBridge();
  const { Target$ } = await import("@aws-sdk/client-eventbridge");
  const { FailedEntries = [] } = await bridge.putTargets({
    Rule: required(request, "rule"),
    EventBusName: busOf(inputs),
    Targets: [apiInput<Target>(Target$, { ...inputs, targetId }, targetPlaces)],
  });
  const [failure] = FailedEntries;
  if (failure) throw new InputError(`arn is "${arn}": ${failure.ErrorMessage}`);
}
