import type { Table } from "../case.ts";
import { accessLogs } from "./accessLogs.ts";
import { authorizerPolicies } from "./authorizerPolicies.ts";
import { binary } from "./binary.ts";
import { cognito } from "./cognito.ts";
import { crossOrigin } from "./cors.ts";
import { gatewayErrors } from "./gatewayErrors.ts";
import { gatewayResponses } from "./gatewayResponses.ts";
import { guards } from "./guards.ts";
import { lambdaAuthorizers } from "./lambdaAuthorizer.ts";
import { lambdaProxy } from "./lambdaProxy.ts";
import { limits } from "./limits.ts";
import { mapping } from "./mapping.ts";
import { pathsAndQueries } from "./paths.ts";
import { recordedBinary } from "./recordedBinary.ts";
import { recordedFunctions } from "./recordedFunctions.ts";
import { recordedIntegrations } from "./recordedIntegrations.ts";
import { requestHeaders } from "./requestHeaders.ts";
import { responseHeaders } from "./responseHeaders.ts";
import { selectionAndPassthrough } from "./responses.ts";
import { routing } from "./routing.ts";
import { services } from "./services.ts";
import { stageVariables } from "./stageVariables.ts";
import { streams } from "./streaming.ts";
import { templates } from "./templates.ts";
import { throttling } from "./throttling.ts";
import { triedOnAws } from "./triedOnAws.ts";
import { usageAndKeys } from "./usagePlans.ts";
import { validation } from "./validation.ts";

/** Documented and recorded behavior; other behavior is in `unconfirmed.ts`. */
export const tables: readonly Table[] = [
  ...gatewayResponses,
  lambdaAuthorizers,
  authorizerPolicies,
  mapping,
  selectionAndPassthrough,
  validation,
  routing,
  pathsAndQueries,
  requestHeaders,
  responseHeaders,
  gatewayErrors,
  crossOrigin,
  ...binary,
  ...limits,
  ...throttling,
  ...usageAndKeys,
  ...cognito,
  ...guards,
  lambdaProxy,
  streams,
  services,
  stageVariables,
  templates,
  ...accessLogs,
  recordedFunctions,
  recordedIntegrations,
  ...recordedBinary,
  triedOnAws,
];
