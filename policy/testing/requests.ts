import messages from "@pulumi/pulumi/proto/analyzer_pb.js";
import type * as analyzer from "@pulumi/pulumi/proto/analyzer_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { secretSignature, signatureKey } from "../../project/signatures.ts";

/** Requests to a policy pack as the engine sends them (`analyzer.proto` in Pulumi's repository). */

type Plain = Parameters<typeof structs.Struct.fromJavaScript>[0];

/** A value that the program marks as secret. */
export const secret = (value: unknown): object => ({ [signatureKey]: secretSignature, value });

export const urnOf = (type: string, name: string): string =>
  `urn:pulumi:dev::test::${type}::${name}`;

/** A resource before it is created, with its inputs. */
export function analyzeRequest(
  type: string,
  name: string,
  inputs: object,
): analyzer.AnalyzeRequest {
  const request = new messages.AnalyzeRequest();
  request.setType(type);
  request.setName(name);
  request.setUrn(urnOf(type, name));
  request.setProperties(structs.Struct.fromJavaScript(inputs as Plain));
  request.setOptions(new messages.AnalyzerResourceOptions());
  return request;
}

/** A resource of a stack, with its outputs and the URNs that each property depends on. */
export function stackResource(
  type: string,
  name: string,
  outputs: object,
  dependencies: Readonly<Record<string, readonly string[]>> = {},
): analyzer.AnalyzerResource {
  const resource = new messages.AnalyzerResource();
  resource.setType(type);
  resource.setName(name);
  resource.setUrn(urnOf(type, name));
  resource.setProperties(structs.Struct.fromJavaScript(outputs as Plain));
  resource.setOptions(new messages.AnalyzerResourceOptions());
  for (const [property, urns] of Object.entries(dependencies)) {
    const origins = new messages.AnalyzerPropertyDependencies();
    origins.setUrnsList([...urns]);
    resource.getPropertydependenciesMap().set(property, origins);
  }
  return resource;
}

export function analyzeStackRequest(
  resources: readonly analyzer.AnalyzerResource[],
): analyzer.AnalyzeStackRequest {
  const request = new messages.AnalyzeStackRequest();
  request.setResourcesList([...resources]);
  return request;
}

/** Configuration by rule, such as `{ "<rule>": { level: "ADVISORY", width: 24 } }`. */
export type Configured = Readonly<
  Record<string, { readonly level: keyof typeof messages.EnforcementLevel; [key: string]: unknown }>
>;

export function configureRequest(config: Configured): analyzer.ConfigureAnalyzerRequest {
  const request = new messages.ConfigureAnalyzerRequest();
  for (const [rule, { level, ...properties }] of Object.entries(config)) {
    const written = new messages.PolicyConfig();
    written.setEnforcementlevel(messages.EnforcementLevel[level]);
    written.setProperties(structs.Struct.fromJavaScript(properties as Plain));
    request.getPolicyconfigMap().set(rule, written);
  }
  return request;
}

/** The level, rule and message of each finding. */
export const found = (response: analyzer.AnalyzeResponse) =>
  response.getDiagnosticsList().map((diagnostic) => ({
    level: levelNames[diagnostic.getEnforcementlevel()],
    rule: diagnostic.getPolicyname(),
    message: diagnostic.getMessage(),
    urn: diagnostic.getUrn(),
  }));

const levelNames = Object.fromEntries(
  Object.entries(messages.EnforcementLevel).map(([name, level]) => [level, name]),
);
