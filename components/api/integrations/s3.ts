import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { flag, listOf, oneOf, required, text as textRule } from "../../shared/options.ts";
import type { OperationParts } from "../document/types.ts";
import { type RouteGuards, splitGuards } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { jsonTemplate } from "../templates/jsonTemplate.ts";
import { joined, source } from "../templates/rules.ts";
import { from, isSource, type Source } from "../templates/source.ts";
import type { IntegrationKind, Place } from "./integration.ts";
import { integrationOptions, namedResource } from "./named.ts";
import {
  checkMappings,
  declaredParameters,
  type Mapping,
  requestParameters,
} from "./parameterMapping.ts";
import { failed } from "./serviceErrors.ts";

/** What is done with which object. */
export interface S3Settings {
  readonly action: "get" | "head" | "put" | "delete";
  /** The object's key behind the prefix: fixed, from the request, or joined of such parts. */
  readonly key: string | Source | { readonly join: readonly (string | Source)[] };
  /** Begins each key, such as "uploads/": nothing outside can be reached. @default the whole bucket */
  readonly prefix?: string | undefined;
  /**
   * For `put`: the object's content type.
   * @default the `Content-Type` header, which is only found if it is spelt like this (HTTP/2 clients don't)
   */
  readonly contentType?: Source | undefined;
  /**
   * Content types of the objects, besides the common ones for images, archives and so on. They count
   * in APIs that also have routes with templates: there, only listed types are bytes. Objects of other
   * types can't be read there, and what is put is taken for UTF-8.
   * @default the common ones
   */
  readonly contentTypes?: readonly string[] | undefined;
  /**
   * The objects are UTF-8 texts, such as JSON or CSV, none of a listed type.
   * @default false: they are bytes
   */
  readonly text?: boolean | undefined;
}

/** To objects in an S3 bucket. */
export interface S3Integration<Name extends string = string> extends S3Settings {
  readonly kind: "s3";
  /** Name of the bucket among the platform's resources. */
  readonly bucket: Name;
}

/**
 * A route to objects in an S3 bucket, with no function between, of 10 MB at most. The caller gets
 * - for `get` 200 with the object, its Content-Type, Content-Length, ETag, Cache-Control and
 *   Last-Modified; 206 with the part that `Range` asks for, 416 when there is no such part; 304 for the
 *   ETag in `If-None-Match`; 404 when there is none, also when the bucket does not let us;
 * - for `head`, on HEAD routes, the same without the object; the size is in `X-Object-Size`, because
 *   API Gateway writes `Content-Length` itself;
 * - for `put` and `delete` 204, `put` with the ETag; S3 takes deleting what is not there for done;
 * - 502 for everything else. S3's own words, which are XML, never go out.
 *
 * Everybody who may call a route may reach every object that its key can name: put `from.claim("sub")`
 * into the key to give each caller a folder of their own. What people upload is served by the API's
 * own domain, with `X-Content-Type-Options: nosniff`.
 *
 * A bucket that is encrypted with a KMS key of one's own needs that key's policy to allow
 * `kms:Decrypt`, for `put` also `kms:GenerateDataKey`, to the route's role, `<api>-<bucket>-GetObject`
 * and so on.
 *
 * @example
 * "GET /files/{key+}": s3("files", { action: "get", prefix: "public/", key: from.path("key") })
 * "PUT /avatar": s3("files", { action: "put", key: { join: ["avatars/", from.claim("sub")] } })
 */
export function s3<const Name extends string, const Authorizer extends string = never>(
  bucket: Name,
  options: S3Settings & RouteGuards<Authorizer>,
): RouteGuards<Authorizer> & { readonly integration: S3Integration<Name> } {
  const { guards, settings } = splitGuards<S3Settings, Authorizer>(options);
  return { ...guards, integration: { kind: "s3", bucket, ...settings } };
}

/** S3 asks for the same right whether the object is wanted or what is known of it. */
const actions = {
  get: "GetObject",
  head: "GetObject",
  put: "PutObject",
  delete: "DeleteObject",
} as const;

export const s3Kind: IntegrationKind<S3Integration> = {
  rule: integrationOptions<S3Integration>({
    bucket: required(textRule()),
    action: required(oneOf(Object.keys(actions))),
    key: required(joined),
    prefix: textRule(
      /^(?:[\w.-]+\/)*$/,
      'folders of letters, digits and _ . -, each with a slash at its end, such as "uploads/"',
    ),
    contentType: source,
    contentTypes: listOf(textRule(/^[\w.+-]+\/[\w.+-]+$/, "types such as image/heic")),
    text: flag,
  }),
  readsBodies: true,
  check: checkS3,
  bind: (integration, _, { region, resources, roleFor }) => {
    const bucket = namedResource(integration.bucket, resources, aws.s3.Bucket, "an S3 bucket");
    const { action, prefix = "" } = integration;
    const roleArn = roleFor({
      // IAM allows no slash in a role's name, and a prefix has no plus.
      name: [integration.bucket, actions[action], ...(prefix ? [prefix] : [])]
        .join("-")
        .replaceAll("/", "+"),
      action: `s3:${actions[action]}`,
      resource: pulumi.interpolate`${bucket.arn}/${prefix}*`,
    });
    return pulumi.output({ name: bucket.bucket, roleArn }).apply((known) => {
      const uri = `arn:aws:apigateway:${region}:s3:path/${known.name}`;
      return operation(integration, uri, known.roleArn);
    });
  },
};

function checkS3(integration: S3Integration, place: Place): void {
  const { action, contentType } = integration;
  if (action === "put" && !["PUT", "POST", "PATCH", "ANY"].includes(place.method)) {
    throw new RouteError(
      place.key,
      `it puts the body into an object, but ${place.method} requests have none`,
      "Use PUT or POST.",
    );
  }
  if ((action === "head") !== (place.method === "HEAD")) {
    throw new RouteError(
      place.key,
      `its action is "${action}", but its method is ${place.method}`,
      'Use "head" on HEAD routes, and only there.',
    );
  }
  const { path, uri } = keyParts(integration);
  if (uri === "") {
    throw new RouteError(place.key, "its key is empty", 'Name an object: from.path("key").');
  }
  checkMappings({ path, headers: contentType && { "Content-Type": contentType } }, place);
}

/** The key as a part of the address, and where its parts come from. */
function keyParts({ key, prefix = "" }: S3Settings): { uri: string; path: Mapping } {
  const parts = typeof key === "string" || isSource(key) ? [key] : key.join;
  const path: Record<string, Source> = {};
  const texts = parts.map((part, index) => {
    if (typeof part === "string") return encodeKey(part);
    if (part.from === "text") return encodeKey(part.text);
    path[`key${index}`] = part;
    return `{key${index}}`;
  });
  const text = texts.join("");
  return { uri: text && `${prefix}${text}`, path };
}

const encodeKey = (text: string): string => text.split("/").map(encodeURIComponent).join("/");

function operation(
  integration: S3Integration,
  bucket: string,
  credentials: string,
): OperationParts {
  const { action, contentType, contentTypes, text = false } = integration;
  const { uri, path } = keyParts(integration);
  const mappings = { path, headers: headersOf(action, contentType) };
  return {
    integration: {
      type: "aws",
      httpMethod: action.toUpperCase(),
      uri: `${bucket}/${uri}`,
      credentials,
      passthroughBehavior: "when_no_match",
      timeoutInMillis: 29_000,
      requestParameters: requestParameters(mappings),
      responses: { ...integrationResponses(action, text), default: failed("502") },
    },
    parameters: declaredParameters(mappings).map((parameter) => ({
      ...parameter,
      required: parameter.in === "query",
    })),
    responses: responsesOf(action),
    readsBody: text,
    ...(contentTypes && { binaryTypes: contentTypes }),
  };
}

function headersOf(action: S3Settings["action"], contentType: Source | undefined): Mapping {
  if (action === "put") return { "Content-Type": contentType ?? from.header("Content-Type") };
  if (action === "delete") return {};
  return {
    "If-None-Match": from.header("If-None-Match"),
    ...(action === "get" && { Range: from.header("Range") }),
  };
}

const notFound = jsonTemplate({ message: "Not Found" });
const noSuchRange = jsonTemplate({ message: "Range Not Satisfiable" });

/** Headers of S3's that go out. */
const objectHeaders = [
  "Content-Type",
  "Content-Length",
  "ETag",
  "Cache-Control",
  "Last-Modified",
  "Accept-Ranges",
];

function integrationResponses(action: S3Settings["action"], text: boolean) {
  if (action === "get" || action === "head") {
    const object = {
      statusCode: "200",
      contentHandling: text ? "CONVERT_TO_TEXT" : "CONVERT_TO_BINARY",
      responseParameters: {
        ...passed(objectHeaders),
        "method.response.header.X-Content-Type-Options": "'nosniff'",
      },
    };
    const common = {
      "304": { statusCode: "304", responseParameters: passed(["ETag", "Cache-Control"]) },
      // Without the right to list, S3 says 403 for what is not there.
      "40[34]": failed("404", notFound),
    };
    if (action === "head") return { "200": withSize(object), ...common };
    const range = passed(["Content-Range"]);
    return {
      "200": object,
      "206": {
        ...object,
        statusCode: "206",
        responseParameters: { ...object.responseParameters, ...range },
      },
      ...common,
      "416": { ...failed("416", noSuchRange), responseParameters: range },
    };
  }
  return {
    "2\\d{2}": {
      statusCode: "204",
      contentHandling: "CONVERT_TO_TEXT",
      responseParameters: action === "put" ? passed(["ETag"]) : {},
    },
  };
}

/** `Content-Length` is API Gateway's own: a mapped one goes out by another name. */
const withSize = <Response extends { responseParameters: Record<string, string> }>(
  response: Response,
): Response => ({
  ...response,
  responseParameters: {
    ...response.responseParameters,
    "method.response.header.X-Object-Size": "integration.response.header.Content-Length",
  },
});

const passed = (names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [`method.response.header.${name}`, `integration.response.header.${name}`]),
  );

function responsesOf(action: S3Settings["action"]): OperationParts["responses"] {
  const headers = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { schema: { type: "string" } }]));
  const failure = { "502": { description: "What S3 could not do" } };
  if (action === "get" || action === "head") {
    const known = [...objectHeaders, "X-Content-Type-Options"];
    return {
      "200": {
        description: action === "get" ? "The object" : "There is one",
        headers: headers(action === "get" ? known : [...known, "X-Object-Size"]),
      },
      ...(action === "get" && {
        "206": {
          description: "A part of the object",
          headers: headers([...known, "Content-Range"]),
        },
        "416": { description: "There is no such part", headers: headers(["Content-Range"]) },
      }),
      "304": { description: "Not changed", headers: headers(["ETag", "Cache-Control"]) },
      "404": { description: "There is none" },
      ...failure,
    };
  }
  return {
    "204": { description: "Done", ...(action === "put" && { headers: headers(["ETag"]) }) },
    ...failure,
  };
}
