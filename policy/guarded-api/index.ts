import type { Rule } from "../rule.ts";
import { forbidBypassedDomains } from "./forbidBypassedDomains.ts";
import { forbidDataTraces } from "./forbidDataTraces.ts";
import { requireAccessLogs } from "./requireAccessLogs.ts";
import { requireClientCertificates } from "./requireClientCertificates.ts";
import { requireDocumentAuthorizers } from "./requireDocumentAuthorizers.ts";
import { requireEdgeFirewalls } from "./requireEdgeFirewalls.ts";
import { requireEncryptedCaches } from "./requireEncryptedCaches.ts";
import { requireFirewalls } from "./requireFirewalls.ts";
import { requireGraphqlAuthorizers } from "./requireGraphqlAuthorizers.ts";
import { requireHealthChecks } from "./requireHealthChecks.ts";
import { requireModernDefaultEndpoints } from "./requireModernDefaultEndpoints.ts";
import { requireModernTls } from "./requireModernTls.ts";
import { requireMutualTls } from "./requireMutualTls.ts";
import { requireRegionalEndpoints } from "./requireRegionalEndpoints.ts";
import { requireRouteAuthorizers } from "./requireRouteAuthorizers.ts";
import { requireStageThrottles } from "./requireStageThrottles.ts";
import { requireThrottles } from "./requireThrottles.ts";
import { requireTracing } from "./requireTracing.ts";

/** Rules that protect APIs. */
export const rules: readonly Rule[] = [
  requireDocumentAuthorizers,
  requireRouteAuthorizers,
  requireGraphqlAuthorizers,
  requireThrottles,
  requireStageThrottles,
  requireAccessLogs,
  forbidDataTraces,
  requireTracing,
  requireFirewalls,
  requireEdgeFirewalls,
  requireHealthChecks,
  requireModernTls,
  requireModernDefaultEndpoints,
  forbidBypassedDomains,
  requireRegionalEndpoints,
  requireMutualTls,
  requireClientCertificates,
  requireEncryptedCaches,
];
