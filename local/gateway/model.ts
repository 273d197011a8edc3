import type { Properties, Resource } from "../graph/resource.ts";
import { RestApiDefinitionError } from "./errors.ts";
import type { OpenApiDocument } from "./openapi.ts";
import type { BasePathMode } from "./document/basePath.ts";
import { readDocument } from "./document/index.ts";
import { type FirewallModel, readFirewall } from "./firewall/model.ts";
import { readCaching, type StageCaching } from "./caching/settings.ts";
import { notServed } from "./notServed.ts";
import { readThrottles, type StageThrottles } from "./throttle/settings.ts";

/** A stage of a REST API, served at one base URL. */
export interface RestApiModel {
  readonly id: string;
  readonly name: string;
  readonly document: OpenApiDocument;
  readonly binaryMediaTypes: readonly string[];
  /** The smallest response, in bytes, that is compressed. @default responses are not compressed */
  readonly minimumCompressionSize?: number | undefined;
  /** Such as `REGIONAL`. @default unknown */
  readonly endpointType?: string | undefined;
  /** True if calls to the API's default host are refused. */
  readonly disableExecuteApiEndpoint: boolean;
  readonly stage: StageModel;
  /** The web ACL in front of the stage. @default none */
  readonly firewall?: FirewallModel | undefined;
}

export interface StageModel {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  /** The canary release, which receives a share of the calls. @default none */
  readonly canary?: CanaryModel | undefined;
  /** True for the stage as the canary release serves it. @default false */
  readonly isCanary?: boolean;
  /** The certificate shown to HTTPS endpoints. @default no certificate */
  readonly clientCertificateId?: string | undefined;
  /** Contains `$context.*` variables. Undefined disables the log. */
  readonly accessLogFormat: string | undefined;
  readonly tracingEnabled: boolean;
  readonly throttles: StageThrottles;
  /** @default the stage has no cache */
  readonly caching?: StageCaching;
}

/** A canary release. */
export interface CanaryModel {
  /** 0 to 100. */
  readonly percent: number;
  readonly deploymentId: string;
  /** These override the stage's own. */
  readonly variables: Readonly<Record<string, string>>;
  /** True if it shares the stage's cache. @default it has a cache of its own */
  readonly useStageCache?: boolean;
}

/**
 * Reads every stage of every REST API from a stack's resources.
 *
 * Leaves out APIs without a stage, which have no address on AWS either.
 *
 * @throws RestApiDefinitionError when an API has no OpenAPI body or a method setting no valid path
 */
export function readRestApis(resources: readonly Resource[]): RestApiModel[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const stages = ofType("aws:apigateway/stage:Stage");
  const settings = ofType("aws:apigateway/methodSettings:MethodSettings");
  const policies = ofType("aws:apigateway/restApiPolicy:RestApiPolicy");
  return ofType("aws:apigateway/restApi:RestApi").flatMap((api) =>
    stages
      .filter((stage) => stage.outputs.restApi === api.id)
      .map((stage) => ({
        ...readRestApi(api, stage, settings, policies),
        firewall: readFirewall(resources, stage.outputs.arn),
      })),
  );
}

function readRestApi(
  api: Resource,
  stage: Resource,
  settings: readonly Resource[],
  policies: readonly Resource[],
): RestApiModel {
  const name = text(api.outputs.name) ?? api.name;
  const subject = `REST API "${name}"`;
  const body = readBody(subject, api.outputs);
  if (body === undefined) throw new RestApiDefinitionError(subject, "has no OpenAPI body");
  const document = withPolicy(subject, withKeySource(body, api.outputs), api, policies);
  const stageName = text(stage.outputs.stageName) ?? "";
  const ofStage = settings
    .map(({ outputs }) => outputs)
    .filter((outputs) => outputs.restApi === api.id && outputs.stageName === stageName);
  const caching = readCaching(subject, stage.outputs, ofStage);
  return {
    id: api.id,
    name,
    document,
    binaryMediaTypes:
      strings(api.outputs.binaryMediaTypes) ??
      document["x-amazon-apigateway-binary-media-types"] ??
      [],
    minimumCompressionSize:
      size(api.outputs.minimumCompressionSize) ??
      document["x-amazon-apigateway-minimum-compression-size"],
    endpointType: endpointTypeOf(api.outputs.endpointConfiguration),
    disableExecuteApiEndpoint: api.outputs.disableExecuteApiEndpoint === true,
    stage: {
      name: stageName,
      deploymentId: text(stage.outputs.deployment) ?? "",
      variables: (stage.outputs.variables as Record<string, string> | undefined) ?? {},
      canary: readCanary(stage.outputs.canarySettings as Properties | undefined),
      clientCertificateId: text(stage.outputs.clientCertificateId),
      accessLogFormat: text((stage.outputs.accessLogSettings as Properties | undefined)?.format),
      tracingEnabled: stage.outputs.xrayTracingEnabled === true,
      throttles: readThrottles(subject, ofStage),
      ...(caching && { caching }),
    },
  };
}

/** Older versions of the provider write a list of one type. */
const endpointTypeOf = (configuration: unknown): string | undefined =>
  text([(configuration as Properties | undefined)?.types].flat()[0]);

const readCanary = (settings: Properties | undefined): CanaryModel | undefined =>
  settings && {
    percent: Number(settings.percentTraffic ?? 0),
    deploymentId: text(settings.deploymentId) ?? "",
    variables: (settings.stageVariableOverrides as Record<string, string> | undefined) ?? {},
    useStageCache: settings.useStageCache === true,
  };

/**
 * Reads the document that a REST API was imported from.
 *
 * @throws RestApiDefinitionError when its body is not an OpenAPI document
 */
export function readBody(
  subject: string,
  { body, executionArn, parameters }: Properties,
): OpenApiDocument | undefined {
  if (typeof body !== "string" || body === "") return undefined;
  const [, partition, , region, accountId] = (text(executionArn) ?? "").split(":");
  const variables = {
    "AWS::Partition": partition,
    "AWS::Region": region,
    "AWS::AccountId": accountId,
  };
  const { basepath } = (parameters ?? {}) as { basepath?: BasePathMode };
  return readDocument(subject, body, {
    variables: accountId ? (variables as Record<string, string>) : {},
    basePath: basepath,
  });
}

/** The resource's own setting overrides the document's. */
function withKeySource(document: OpenApiDocument, { apiKeySource }: Properties): OpenApiDocument {
  const source = text(apiKeySource);
  return source === undefined
    ? document
    : { ...document, "x-amazon-apigateway-api-key-source": source };
}

/**
 * Gives a document the resource policy that applies. A separate policy resource overrides the API's property, which
 * overrides the document's.
 *
 * @throws RestApiDefinitionError when the policy is not JSON
 */
export function withPolicy(
  subject: string,
  document: OpenApiDocument,
  api: Resource,
  policies: readonly Resource[],
): OpenApiDocument {
  const own = policies.find(({ outputs }) => outputs.restApiId === api.id) ?? api;
  const { policy } = own.outputs;
  // A policy guards nothing where nothing is served.
  if (document[notServed] !== undefined) return document;
  if (policy === undefined || policy === null || policy === "") return document;
  try {
    const parsed: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
    return { ...document, "x-amazon-apigateway-policy": parsed };
  } catch (error) {
    throw new RestApiDefinitionError(subject, `its resource policy is not JSON: ${String(error)}`);
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The provider passes a text; -1 means no size. */
const size = (value: unknown): number | undefined => {
  const bytes = value === undefined || value === "" ? NaN : Number(value);
  return bytes >= 0 ? bytes : undefined;
};

const strings = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
