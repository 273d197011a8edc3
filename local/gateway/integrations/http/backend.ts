import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import type { HostAddress } from "../../../lambda/functionSpec.ts";
import { NotServedError, RestApiDefinitionError } from "../../errors.ts";
import type { IntegrationDefinition } from "../../openapi.ts";
import { integrationTimeoutMs } from "../../quotas.ts";
import { resolveStageVariables } from "../../exchange/template.ts";
import type { ClientCertificate, IntegrationDependencies } from "../integration.ts";
import { parseUri, type UriTemplate } from "./uri.ts";

/** An HTTP endpoint, as an integration names it. */
export interface Backend {
  readonly uri: UriTemplate;
  /** The method towards it, for a client's. */
  methodFor(clientMethod: string): string;
  /** What a connection needs; undefined while nothing answers there. */
  connection(): http.RequestOptions | undefined;
  /** Opens requests. */
  readonly request: typeof http.request;
  readonly timeoutMs: number;
}

/** Only with a timeout of its own does an agent heed a server's `Keep-Alive: timeout=5`. */
const keepAlive = { keepAlive: true, timeout: 50_000 };

const httpAgent = named(new http.Agent(keepAlive));
const httpsAgents = new Map<ClientCertificate | undefined, https.Agent>();

/** @throws NotServedError | RestApiDefinitionError when it cannot be reached as it is defined */
export function createBackend(
  route: string,
  definition: IntegrationDefinition,
  dependencies: IntegrationDependencies,
): Backend {
  if (definition.tlsConfig?.insecureSkipVerification === true) {
    throw new NotServedError(route, "tlsConfig", "insecureSkipVerification", []);
  }
  const { stageVariables, clientCertificate } = dependencies;
  const uri = parseUri(route, resolveStageVariables(definition.uri ?? "", stageVariables));
  const method = definition.httpMethod?.toUpperCase() ?? "ANY";
  const isSecure = uri.protocol === "https:";
  const agent = isSecure ? httpsAgent(clientCertificate) : httpAgent;
  // A server name is never an address (RFC 6066, 3); newer Nodes refuse to send one.
  const servername = isSecure ? { servername: isIP(uri.hostname) ? "" : uri.hostname } : {};
  const locate = locator(route, definition, uri, dependencies);
  return {
    uri,
    methodFor: (clientMethod) => (method === "ANY" ? clientMethod : method),
    connection: () => {
      const address = locate();
      if (!address) return undefined;
      if ("path" in address) return { agent, socketPath: address.path, ...servername };
      return { agent, host: address.host, port: address.port, ...servername };
    },
    request: isSecure ? https.request : http.request,
    timeoutMs: definition.timeoutInMillis ?? integrationTimeoutMs,
  };
}

function httpsAgent(certificate: ClientCertificate | undefined): https.Agent {
  let agent = httpsAgents.get(certificate);
  if (!agent) {
    const shown = certificate && { cert: certificate.certificate, key: certificate.privateKey };
    httpsAgents.set(certificate, (agent = named(new https.Agent({ ...keepAlive, ...shown }))));
  }
  return agent;
}

/** Requests of an agent differ in these alone; Node.js would build a longer name three times for each. */
function named<Agent extends http.Agent>(agent: Agent): Agent {
  agent.getName = ({ socketPath, host, port, servername = "" }: https.RequestOptions = {}) =>
    `${socketPath ?? `${host} ${port}`} ${servername}`;
  return agent;
}

/** With a VPC link the URI only tells scheme, port, path and `Host`; the target tells the way. */
function locator(
  route: string,
  { connectionType = "INTERNET", connectionId, integrationTarget }: IntegrationDefinition,
  { hostname, port }: UriTemplate,
  { stageVariables, locateTarget }: IntegrationDependencies,
): () => HostAddress | null | undefined {
  if (connectionType === "INTERNET") {
    const address = { host: hostname, port };
    return () => address;
  }
  if (connectionType !== "VPC_LINK") {
    throw new RestApiDefinitionError(route, `"${connectionType}" is no connection type`);
  }
  if (resolveStageVariables(connectionId ?? "", stageVariables) === "") {
    throw new RestApiDefinitionError(route, "a VPC link's integration has no connectionId");
  }
  const targetArn = integrationTarget && resolveStageVariables(integrationTarget, stageVariables);
  return () => locateTarget?.({ targetArn, host: hostname, port });
}
