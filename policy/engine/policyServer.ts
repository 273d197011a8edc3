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

/** Bytes; as much as the engine itself takes. */
const longestMessage = 400 * 1024 * 1024;

export interface PolicyServer {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Ends it at once. */
  close(): void;
}

/**
 * Serves a policy pack to the engine by gRPC (`proto/pulumi/analyzer.proto` of Pulumi's repository).
 *
 * Pulumi's own framework unpacks a resource again for each of its policies, and a stack for each
 * stack policy; with as many rules as here that takes several times what the rules take.
 *
 */
export function startPolicyServer(pack: ServedPack): Promise<PolicyServer> {
  let judge = new Judge(configureRules(pack.rules, pack.config));

  const methods = {
    getAnalyzerInfo: answer(() => analyzerInfo(pack)),
    getPluginInfo: answer(() => {
      const info = new plugins.PluginInfo();
      info.setVersion(pack.version);
      return info;
    }),
    handshake: answer(() => new messages.AnalyzerHandshakeResponse()),
    configureStack: answer(() => new messages.AnalyzerStackConfigureResponse()),
    configure: answer((request: analyzer.ConfigureAnalyzerRequest) => {
      judge = new Judge(configureRules(pack.rules, givenConfig(request)));
      return new empty.Empty();
    }),
    analyze: answer((request: analyzer.AnalyzeRequest) =>
      analyzeResponse(pack, judge.resource(subjectOf(request))),
    ),
    analyzeStack: answer((request: analyzer.AnalyzeStackRequest) =>
      analyzeResponse(
        pack,
        judge.stack(request.getResourcesList().map(subjectOf)),
        "namesResources",
      ),
    ),
    remediate: answer((request: analyzer.AnalyzeRequest) => {
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
    cancel: answer(() => new empty.Empty()),
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

/** A method that answers its request with what the function returns, or with its error. */
function answer<Request, Response>(method: (request: Request) => Response) {
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
 * The configuration as a file would hold it.
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

/** @param style - whether the engine does not know yet which resources findings are about */
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
      // What remediation has left is as if it were mandatory.
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

/** A resource of which the engine asks, with its inputs, or with its outputs where it is one of a stack. */
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
