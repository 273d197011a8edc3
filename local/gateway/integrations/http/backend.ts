import http from "node:http";
import https from "node:https";
import { isIP, type Socket } from "node:net";
import type { HostAddress } from "../../../lambda/functionSpec.ts";
import { NotServedError, RestApiDefinitionError } from "../../errors.ts";
import type { IntegrationDefinition } from "../../openapi.ts";
import { integrationTimeoutMs } from "../../quotas.ts";
import { resolveStageVariables } from "../../exchange/template.ts";
import type { ClientCertificate, IntegrationDependencies } from "../integration.ts";
import { parseUri, type UriTemplate } from "./uri.ts";

/** An integration's HTTP endpoint. */
export interface Backend {
  readonly uri: UriTemplate;
  /** Returns the endpoint's method for a client's. */
  methodFor(clientMethod: string): string;
  /** Returns the options of a connection; undefined while nothing listens there. */
  connection(): http.RequestOptions | undefined;
  /** Opens requests. */
  readonly request: typeof http.request;
  readonly timeoutMs: number;
}

/** An agent only respects a server's `Keep-Alive: timeout=5` if it has a timeout itself. */
const keepAlive = { keepAlive: true, timeout: 50_000 };

const httpAgent = named(new http.Agent(keepAlive));
const httpsAgents = new Map<ClientCertificate | undefined, https.Agent>();

/** @throws NotServedError | RestApiDefinitionError for an unsupported or invalid definition */
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
  // A server name is never an address (RFC 6066, 3); newer versions of Node.js refuse to send one.
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

/**
 * Closes the connections to an address that carry no request, because its service is being replaced.
 *
 * @returns the number of those that carry one
 */
export function leaveAddress(address: HostAddress): number {
  const start = "path" in address ? `${address.path} ` : `${address.host} ${address.port} `;
  const of = (sockets: NodeJS.ReadOnlyDict<Socket[]>) =>
    Object.entries(sockets).flatMap(([name, list = []]) => (name.startsWith(start) ? list : []));
  const agents = [httpAgent, ...httpsAgents.values()];
  for (const socket of agents.flatMap(({ freeSockets }) => of(freeSockets))) socket.destroy();
  return agents.flatMap(({ sockets }) => of(sockets)).length;
}

function httpsAgent(certificate: ClientCertificate | undefined): https.Agent {
  let agent = httpsAgents.get(certificate);
  if (!agent) {
    const shown = certificate && { cert: certificate.certificate, key: certificate.privateKey };
    httpsAgents.set(certificate, (agent = named(new https.Agent({ ...keepAlive, ...shown }))));
  }
  return agent;
}

/** Only these options differ between an agent's requests; Node.js builds a longer name three times. */
function named<Agent extends http.Agent>(agent: Agent): Agent {
  agent.getName = ({ socketPath, host, port, servername = "" }: https.RequestOptions = {}) =>
    `${socketPath ?? `${host} ${port}`} ${servername}`;
  return agent;
}

/** With a VPC link, the URI only sets scheme, port, path and `Host`; the link's target is the address. */
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
    throw new RestApiDefinitionError(
      route,
      `"${connectionType}" is not a valid connection type; use INTERNET or VPC_LINK`,
    );
  }
  const linkId = resolveStageVariables(connectionId ?? "", stageVariables);
  if (linkId === "") {
    throw new RestApiDefinitionError(route, "an integration with a VPC link needs a connectionId");
  }
  const targetArn = integrationTarget && resolveStageVariables(integrationTarget, stageVariables);
  // "Set up a private integration", API Gateway Developer Guide.
  if (targetArn?.includes(":listener/")) {
    throw new RestApiDefinitionError(
      route,
      `integrationTarget is the listener ${targetArn}; use the ARN of its load balancer and write the listener's port into uri`,
    );
  }
  return () => locateTarget?.({ linkId, targetArn, host: hostname, port });
}
