import { isObject } from "../../model/json.ts";
import { readDocument } from "../../model/openApi.ts";
import { isOneOf, type ResourceView } from "../../model/resourceView.ts";
import type { Variable } from "./variables.ts";

/** Reads the parts of a property that may contain a secret. */
type Reader = (value: unknown, path: string, resource: ResourceView) => Variable[];

/** A text that is JSON, whose parts have names, or any other text. */
const text: Reader = (value, path) => [{ path, name: "", value }];

/**
 * The plain-text variables of a build. Those of `parameter-store` and `secrets-manager` are references.
 *
 * Source: "Build specification reference for CodeBuild", AWS CodeBuild User Guide.
 */
const buildspec: Reader = (value, path) => {
  const env = readDocument(value)?.["env"];
  const variables = isObject(env) ? env["variables"] : undefined;
  if (!isObject(variables)) return [];
  return Object.entries(variables).map(([name, each]) => ({
    path: `${path}.env.variables.${name}`,
    name,
    value: each,
  }));
};

/**
 * Static values of mapped headers and query parameters, which are in single quotes.
 *
 * Source: "Parameter mapping source reference for REST APIs in API Gateway", API Gateway Developer Guide.
 */
const mappedParameters: Reader = (value, path) =>
  !isObject(value)
    ? []
    : Object.entries(value).flatMap(([target, source]) => {
        const [, literal] = /^'(.*)'$/s.exec(String(source)) ?? [];
        const name = target.split(".").at(-1)!;
        return literal === undefined
          ? []
          : [{ path: `${path}.${target}`, name, value: literal.replace(/^(Basic|Bearer) /, "") }];
      });

/** A parameter that is not a SecureString is stored and listed in plain text. */
const parameter: Reader = (value, path, resource) => {
  if (!isOneOf(resource.hintsAt("type")[0], ["String", "StringList"])) return [];
  const name = String(resource.hintsAt("name")[0] ?? resource.name)
    .split("/")
    .at(-1)!;
  return [{ path, name, value }];
};

/** Properties that contain variables among other things, by type. */
const readers: Readonly<Record<string, readonly (readonly [path: string, read: Reader])[]>> = {
  "aws:apigateway/integration:Integration": [["requestParameters", mappedParameters]],
  "aws:cloudwatch/eventTarget:EventTarget": [["input", text]],
  "aws:codebuild/project:Project": [["source.buildspec", buildspec]],
  "aws:scheduler/schedule:Schedule": [["target.input", text]],
  "aws:sfn/stateMachine:StateMachine": [["definition", text]],
  "aws:ssm/parameter:Parameter": [
    ["value", parameter],
    ["insecureValue", parameter],
  ],
};

export const documentTypes: readonly string[] = Object.keys(readers);

/** The variables in documents of a resource, as far as they are known. */
export const variablesInDocuments = (resource: ResourceView): Variable[] =>
  (readers[resource.type] ?? []).flatMap(([path, read]) =>
    resource.hintsAt(path).flatMap((value) => read(value, path, resource)),
  );
