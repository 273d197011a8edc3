import type { Reply } from "../cache/reply.ts";
import type { Behavior, DistributionModel, Origin, Target } from "../model.ts";
import { generated } from "../origins/fetchOrigin.ts";
import { errorReasons } from "../viewer/errorPage.ts";
import type { ViewerRequest } from "../viewer/viewerRequest.ts";
import { changedRequest, generatedResponse, requestEvent } from "./event.ts";
import type { ChosenGroup, FunctionRunner } from "./functionRunner.ts";

interface Subject {
  readonly viewer: ViewerRequest;
  readonly behavior: Behavior;
  readonly model: DistributionModel;
  readonly functions: FunctionRunner | undefined;
}

/** A request to go on with, or the response of the function. */
type Outcome =
  { readonly viewer: ViewerRequest; readonly target: Target } | { readonly reply: Reply };

/** Runs the viewer request function of a behavior. A function that fails is an error 503, as in CloudFront. */
export async function applyRequestFunction(subject: Subject): Promise<Outcome> {
  const { viewer, behavior, model, functions } = subject;
  const arn = behavior.requestFunction;
  if (arn === undefined) return { viewer, target: behavior.target };
  const request = requestEvent(viewer);
  const context = {
    distributionDomainName: model.domainName,
    distributionId: model.arn.split("/").at(-1),
    eventType: "viewer-request",
    requestId: viewer.id,
  };
  const outcome = await functions?.run(arn, { context, viewer: { ip: viewer.ip }, request });
  if (outcome === undefined) return { reply: failed(viewer) };
  const { result, chosen } = outcome;
  if ("statusCode" in result) {
    const { headers, body } = generatedResponse(result);
    const status = result.statusCode;
    const kind = "FunctionGeneratedResponse";
    return { reply: { status, headers, body, result: kind, region: undefined } };
  }
  const target = chosen === undefined ? behavior.target : groupOf(chosen, model);
  if (target === undefined || typeof result.uri !== "string") return { reply: failed(viewer) };
  return { viewer: changedRequest(viewer, request, result), target };
}

/** @returns undefined if the distribution lacks an origin of the group */
function groupOf(
  { originIds, failoverCriteria }: ChosenGroup,
  { origins }: DistributionModel,
): Target | undefined {
  const found = originIds.map(({ originId }) => origins.get(originId));
  if (found.some((origin) => origin === undefined)) return undefined;
  const failoverStatuses = new Set(failoverCriteria?.statusCodes ?? []);
  return { origins: found as Origin[], failoverStatuses };
}

function failed({ id }: ViewerRequest): Reply {
  const { status, headers, body } = generated(503, errorReasons.functionFailed, id);
  return { status, headers, body, result: "Error", region: undefined };
}
