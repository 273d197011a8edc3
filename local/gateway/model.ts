import type { Properties, Resource } from "../graph/resource.ts";
import { NotServedError, RestApiDefinitionError } from "./errors.ts";
import type { OpenApiDocument } from "./openapi.ts";
import { readThrottles, type StageThrottles } from "./throttle/settings.ts";

/** A stage of a REST API: what one base URL serves. */
export interface RestApiModel {
  readonly id: string;
  readonly name: string;
  readonly document: OpenApiDocument;
  readonly binaryMediaTypes: readonly string[];
  /** Bytes from which on answers are compressed. @default answers are not compressed */
  readonly minimumCompressionSize?: number | undefined;
  /** Whether calls to the API's default host are refused. */
  readonly disableExecuteApiEndpoint: boolean;
  readonly stage: StageModel;
}

export interface StageModel {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  /** With `$context.*` variables; nothing is logged without it. */
  readonly accessLogFormat: string | undefined;
  readonly tracingEnabled: boolean;
  readonly throttles: StageThrottles;
}

/**
 * Reads every stage of every REST API from a stack's resources.
 *
 * An API without a stage has no address on AWS either and is left out.
 *
 * @throws RestApiDefinitionError when an API has no OpenAPI body or a method setting no valid path
 * @throws NotServedError when an API has a resource policy
 */
export function readRestApis(resources: readonly Resource[]): RestApiModel[] {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const stages = ofType("aws:apigateway/stage:Stage");
  const settings = ofType("aws:apigateway/methodSettings:MethodSettings");
  return ofType("aws:apigateway/restApi:RestApi").flatMap((api) =>
    stages
      .filter((stage) => stage.outputs.restApi === api.id)
      .map((stage) => readRestApi(api, stage, settings)),
  );
}

function readRestApi(api: Resource, stage: Resource, settings: readonly Resource[]): RestApiModel {
  const name = text(api.outputs.name) ?? api.name;
  const subject = `REST API "${name}"`;
  const document = withKeySource(readDocument(subject, api.outputs), api.outputs);
  const stageName = text(stage.outputs.stageName) ?? "";
  const ofStage = settings
    .map(({ outputs }) => outputs)
    .filter((outputs) => outputs.restApi === api.id && outputs.stageName === stageName);
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
    disableExecuteApiEndpoint: api.outputs.disableExecuteApiEndpoint === true,
    stage: {
      name: stageName,
      deploymentId: text(stage.outputs.deployment) ?? "",
      variables: (stage.outputs.variables as Record<string, string> | undefined) ?? {},
      accessLogFormat: text((stage.outputs.accessLogSettings as Properties | undefined)?.format),
      tracingEnabled: stage.outputs.xrayTracingEnabled === true,
      throttles: readThrottles(subject, ofStage),
    },
  };
}

function readDocument(subject: string, outputs: Properties): OpenApiDocument {
  if (text(outputs.policy) !== undefined) {
    throw new NotServedError(subject, "authorization", "resource policy", []);
  }
  if (typeof outputs.body !== "string") {
    throw new RestApiDefinitionError(subject, "has no OpenAPI body");
  }
  try {
    return JSON.parse(outputs.body) as OpenApiDocument;
  } catch (error) {
    throw new RestApiDefinitionError(subject, `its body is not JSON (${String(error)})`);
  }
}

/** The resource's own setting stands over the document's. */
function withKeySource(document: OpenApiDocument, { apiKeySource }: Properties): OpenApiDocument {
  const source = text(apiKeySource);
  return source === undefined
    ? document
    : { ...document, "x-amazon-apigateway-api-key-source": source };
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** The provider takes it as text, in which -1 stands for none. */
const size = (value: unknown): number | undefined => {
  const bytes = value === undefined || value === "" ? NaN : Number(value);
  return bytes >= 0 ? bytes : undefined;
};

const strings = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
