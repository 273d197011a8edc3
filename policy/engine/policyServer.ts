import * as grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { Judge, type Outcome } from "../judge.ts";
import { counts } from "../judgement.ts";
import { checkConfig, configureRules, type PackConfig } from "../config/packConfig.ts";
import type { Subject } from "../model/resourceView.ts";
import { readProperties } from "../model/values.ts";
import type { Rule } from "../rule.ts";
import { analyzerInfo, levelOf, type ServedPack } from "./analyzerInfo.ts";

/** In bytes; the same as the engine's limit. */
const longestMessage = 400 * 1024 * 1024;

export interface PolicyServer {
  /** The port on 127.0.0.1. */
  readonly port: number;
  /** Stops the server at once. */
  close(): void;
}

/**
 * Serves a policy pack to the engine by gRPC (`proto/pulumi/analyzer.proto` of Pulumi's repository).
 *
 * Pulumi's framework converts each resource again for each policy, and each stack for each stack
 * policy, which takes several times as long as the rules themselves.
 */
export function startPolicyServer(pack: ServedPack): Promise<PolicyServer> {
  let judge = new Judge(configureRules(pack.rules, pack.config));

  const methods = {
    getAnalyzerInfo: respond(() => analyzerInfo(pack)),
    getPluginInfo: respond(() => {
      const info = new plugins.PluginInfo();
      info.setVersion(pack.version);
      return info;
    }),
    handshake: respond(() => new messages.AnalyzerHandshakeResponse()),
    configureStack: respond(() => new messages.AnalyzerStackConfigureResponse()),
    configure: respond((request: analyzer.ConfigureAnalyzerRequest) => {
      judge = new Judge(configureRules(pack.rules, givenConfig(request)));
      return new empty.Empty();
    }),
    analyze: respond((request: analyzer.AnalyzeRequest) =>
      analyzeResponse(pack, judge.resource(subjectOf(request))),
    ),
    analyzeStack: respond((request: analyzer.AnalyzeStackRequest) =>
      analyzeResponse(
        pack,
        judge.stack(request.getResourcesList().map(subjectOf)),
        "namesResources",
      ),
    ),
    remediate: respond((request: analyzer.AnalyzeRequest) => {
      const inputs = (request.getProperties()?.toJavaScript() ?? {}) as Record<string, unknown>;
      const response = new messages.RemediateResponse();
      for (const rule of judge.remediate(request.getType(), inputs)) {
        const remediation = new messages.Remediation();
        remediation.setPolicyname(rule.name);
        remediation.setPolicypackname(pack.name);
        remediation.setPolicypackversion(pack.version);
        remediation.setDescription(rule.description);
        remediation.setProperties(structs.Struct.fromJavaScript(inputs as Plain));
        response.addRemediations(remediation);
      }
      return response;
    }),
    cancel: respond(() => new empty.Empty()),
  };

  const server = new grpc.Server({ "grpc.max_receive_message_length": longestMessage });
  server.addService(
    services.AnalyzerService,
    methods as unknown as grpc.UntypedServiceImplementation,
  );
  return new Promise((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, port) =>
      error ? reject(error) : resolve({ port, close: () => server.forceShutdown() }),
    );
  });
}

type Plain = Parameters<typeof structs.Struct.fromJavaScript>[0];

/** A method that responds with the function's return value or its error. */
function respond<Request, Response>(method: (request: Request) => Response) {
  return (call: { request: Request }, callback: grpc.sendUnaryData<Response>): void => {
    let response: Response;
    try {
      response = method(call.request);
    } catch (error) {
      const { name, message } = error as Error;
      callback({ code: grpc.status.UNKNOWN, message: `${name}: ${message}` });
      return;
    }
    callback(null, response);
  };
}

/**
 * Converts the request to the form of a configuration file.
 *
 * @throws PolicyConfigError that names the key
 */
function givenConfig(request: analyzer.ConfigureAnalyzerRequest): PackConfig {
  const entries = [...request.getPolicyconfigMap().entries()] as [string, analyzer.PolicyConfig][];
  const config = Object.fromEntries(
    entries.map(([rule, config]) => [
      rule,
      {
        ...config.getProperties()?.toJavaScript(),
        enforcementLevel: levelOf(config.getEnforcementlevel()),
      },
    ]),
  );
  return checkConfig(config, "The configuration");
}

/** @param style - "namesResources" if the engine does not know the resource of a finding */
function analyzeResponse(
  pack: ServedPack,
  outcomes: readonly Outcome[],
  style?: "namesResources",
): analyzer.AnalyzeResponse {
  const response = new messages.AnalyzeResponse();
  const { ADVISORY, MANDATORY } = messages.EnforcementLevel;
  for (const { rule, level, judgements, undecided } of outcomes) {
    for (const { message, finding } of judgements.filter(counts)) {
      const diagnostic = diagnosticOf(pack, rule, message);
      // Findings that remain after remediation count as mandatory.
      diagnostic.setEnforcementlevel(level === "advisory" ? ADVISORY : MANDATORY);
      if (style === "namesResources") diagnostic.setUrn(finding.urn);
      response.addDiagnostics(diagnostic);
    }
    if (undecided !== undefined) {
      // An update knows the value before it creates the resource.
      const message = `${undecided}; it is checked before the resource is created.`;
      const diagnostic = diagnosticOf(pack, rule, message);
      diagnostic.setEnforcementlevel(ADVISORY);
      response.addDiagnostics(diagnostic);
    }
  }
  return response;
}

function diagnosticOf(pack: ServedPack, rule: Rule, message: string): analyzer.AnalyzeDiagnostic {
  const diagnostic = new messages.AnalyzeDiagnostic();
  diagnostic.setPolicyname(rule.name);
  diagnostic.setPolicypackname(pack.name);
  diagnostic.setPolicypackversion(pack.version);
  diagnostic.setDescription(rule.description);
  diagnostic.setMessage(`${rule.description}\n${message}`);
  return diagnostic;
}

/** The resource in a request: with its inputs, or in a stack with its outputs. */
function subjectOf(resource: analyzer.AnalyzeRequest | analyzer.AnalyzerResource): Subject {
  const dependencies =
    "getPropertydependenciesMap" in resource
      ? [...resource.getPropertydependenciesMap().entries()]
      : [];
  return {
    type: resource.getType(),
    name: resource.getName(),
    urn: resource.getUrn(),
    props: readProperties(resource.getProperties()?.toJavaScript() ?? {}),
    propertyDependencies: Object.fromEntries(
      dependencies.map(([property, urns]) => [property, urns.getUrnsList()]),
    ),
  };
}
