import type { KeptExchange } from "../keptExchange.ts";
import type { GatewayError, GatewayResponseType } from "../../gateway/response/gatewayError.ts";
import { messagesOf } from "../../gateway/exchange/faultLog.ts";
import { PayloadNotJsonError, TemplateError } from "../../gateway/velocity/index.ts";
import { FunctionFailedError } from "../../lambda/contract.ts";
import type { CallError } from "../record.ts";
import { type RecordedCall, statusOf } from "../recorded.ts";
import { explainBackend, explainRedirect } from "./backend.ts";
import { explainMissingRoute } from "./missingRoute.ts";
import { explainRefusal } from "./refused.ts";
import { tokenHint } from "./tokenHint.ts";

/** Why the platform itself refused a call or failed, or what a failing backend said; undefined for a success. */
export function explain(call: RecordedCall): CallError | undefined {
  const { exchange, refused, edge } = call;
  const status = statusOf(call);
  if (refused !== undefined) return explainRefusal(refused);
  if (exchange === undefined) {
    if (status < 400) return undefined;
    const hints: Record<number, string> = {
      503: "Start a region, or look at its health checks: all of them are stopped or ill.",
      502: "The connection to the region broke after the request was sent; it may have been carried out.",
    };
    const hint = hints[status];
    const tried = edge?.attempts.map(({ region, result }) => `${region}: ${result}`).join(", ");
    const detail = `The edge responded itself. ${tried ? `It tried ${tried}.` : "It asked no region."}`;
    return { cause: "edge", detail, ...(hint !== undefined && { hint }) };
  }
  if (exchange.reply === undefined) {
    return { cause: "client-gone", detail: "The client disconnected before it got a response." };
  }
  if (exchange.error !== undefined) return explainError(exchange, exchange.error);
  if (status >= 400) return explainBackend(call, exchange);
  return status >= 300 ? explainRedirect(exchange) : undefined;
}

/** The cause's name, by the type of a gateway response. Types that are missing have their own explanation. */
const causes: Partial<Record<GatewayResponseType, string>> = {
  ACCESS_DENIED: "denied",
  AUTHORIZER_CONFIGURATION_ERROR: "authorizer",
  AUTHORIZER_FAILURE: "authorizer",
  BAD_REQUEST_BODY: "validation",
  BAD_REQUEST_PARAMETERS: "validation",
  EXPIRED_TOKEN: "authorizer",
  INVALID_API_KEY: "api-key",
  INVALID_SIGNATURE: "signature",
  QUOTA_EXCEEDED: "quota",
  REQUEST_TOO_LARGE: "too-large",
  THROTTLED: "throttle",
  UNAUTHORIZED: "unauthorized",
  UNSUPPORTED_MEDIA_TYPE: "media-type",
  WAF_FILTERED: "firewall",
};

function explainError(exchange: KeptExchange, error: GatewayError): CallError {
  switch (error.type) {
    case "MISSING_AUTHENTICATION_TOKEN":
      if (exchange.route === undefined) return explainMissingRoute(exchange);
      return {
        cause: "signature",
        detail: "The route needs a request that is signed by AWS's rules, and this one is not.",
        hint: "`npm run call` signs it; programs do so with the AWS SDK, for the service execute-api.",
      };
    case "WAF_FILTERED": {
      const { rule } = exchange.firewallReport;
      const by =
        rule === undefined ? "the web ACL's default action" : `the web ACL's rule "${rule}"`;
      return {
        cause: "firewall",
        detail: `${capital(by)} blocked the request.`,
        ...ruleHint(rule),
      };
    }
    case "UNAUTHORIZED": {
      const hint = tokenHint(exchange, reasonOf(error));
      return { cause: "unauthorized", detail: sentence(reasonOf(error)), ...hint };
    }
    case "INTEGRATION_TIMEOUT":
      return {
        cause: "timeout",
        detail: "The integration took longer than its time limit.",
        hint: "Look at the waterfall for the part that took the time, or raise the route's timeout (29 s at most by default).",
      };
    case "API_CONFIGURATION_ERROR":
    case "INTEGRATION_FAILURE":
    case "DEFAULT_5XX":
      return explainFailure(exchange, error);
    case "BAD_REQUEST_BODY":
      return validation(exchange, error);
    case "UNSUPPORTED_MEDIA_TYPE": {
      const type = exchange.request.headers.last("content-type");
      return {
        cause: "media-type",
        detail: `The integration has no template for ${type === undefined ? "requests without a content type, which count as application/json" : `"${type}"`}.`,
        hint: "Send `content-type: application/json`.",
      };
    }
    default:
      return { cause: causes[error.type] ?? "gateway", detail: sentence(reasonOf(error)) };
  }
}

function validation(exchange: KeptExchange, error: GatewayError): CallError {
  const [, faults] = /^\[(.*)\]$/s.exec(error.validationError ?? "") ?? [];
  const detail =
    faults === undefined
      ? sentence(error.validationError ?? reasonOf(error))
      : `The body does not fit the schema: ${ended(faults)}`;
  if (error.cause instanceof PayloadNotJsonError || /not JSON/.test(detail)) {
    const hint = "The body is not valid JSON. Quote it for your shell, such as -d '{\"a\":1}'.";
    return { cause: "validation", detail, hint };
  }
  const type = exchange.request.headers.last("content-type");
  if (type !== undefined && !/json/i.test(type)) {
    return { cause: "validation", detail, hint: "Send `content-type: application/json`." };
  }
  if (faults === undefined) return { cause: "validation", detail };
  const hint = `The schema is \`validate.body\` of ${routeName(exchange.route)}.`;
  return { cause: "validation", detail, hint };
}

/** A response of 5xx whose reason API Gateway hides from clients. */
function explainFailure(exchange: KeptExchange, error: GatewayError): CallError {
  const { cause } = error;
  if (cause instanceof TemplateError) return explainTemplate(exchange, cause, reasonOf(error));
  if (cause instanceof FunctionFailedError) {
    const { errorType = "Error", errorMessage = "" } = failureIn(cause.payload);
    return {
      cause: "function",
      detail: `The function failed: ${ended(`${errorType}: ${errorMessage}`)}`,
      hint: "Its log has the stack.",
    };
  }
  const reason = reasonOf(error);
  if (exchange.integrationReport.error?.startsWith("Malformed Lambda proxy response") === true) {
    return {
      cause: "malformed-response",
      detail: sentence(exchange.integrationReport.error),
      hint: "A proxied function returns { statusCode, headers, body } with a text as body: JSON.stringify(…).",
    };
  }
  const isMapping = /template|integration response|map/i.test(reason);
  return { cause: isMapping ? "mapping" : "integration", detail: sentence(reason) };
}

/** The line is that of the template which API Gateway gets: a template of a file includes its partials. */
function explainTemplate(
  { route, steps }: KeptExchange,
  { place }: TemplateError,
  reason: string,
): CallError {
  // A backend's response is mapped after the integration.
  const isResponse = steps.list.some(({ kind }) => kind === "mapping");
  const { line, expression = "" } = place ?? {};
  const where = line === undefined ? "" : ` in line ${line}, at ${expression}`;
  return {
    cause: "template",
    detail: `The ${isResponse ? "response" : "request"} template of ${routeName(route)} failed${where}: ${ended(reason.replace(`${expression}: `, ""))}`,
    hint: "A Velocity template gets what the caller sends: check values with #if before they are used.",
  };
}

const routeName = (route: KeptExchange["route"]): string =>
  route === undefined ? "the route" : `${route.method} ${route.resourcePath}`;

/** What to do about a rule of the platform's own web ACL. */
function ruleHint(rule: string | undefined): Pick<CallError, "hint"> {
  if (rule === "bodySize")
    return {
      hint: "`largeBody` of a route lets larger bodies through, `firewall.maxBodyKilobytes` those of all routes.",
    };
  if (rule === "rate") return { hint: "Wait, or raise `firewall.requestsPerAddress`." };
  if (rule === undefined) return {};
  return {
    hint: `To let such requests pass and only log them: firewall: { rules: { ${rule}: "count" } }.`,
  };
}

function failureIn(payload: string): { errorType?: string; errorMessage?: string } {
  try {
    return JSON.parse(payload) as { errorType?: string; errorMessage?: string };
  } catch {
    return {};
  }
}

const reasonOf = (error: GatewayError): string => {
  const causes = messagesOf(error.cause);
  return causes.length > 0 ? causes.join(": ") : error.message;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const sentence = (text: string): string => ended(capital(text.trim()));

/** Ends a text as a sentence. Its words stay as they are, so that they can be searched for. */
const ended = (text: string): string => {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
};
