import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { flag, oneOf, required, text as textRule } from "../../shared/options.ts";
import { withheldConditions } from "../caching/conditions.ts";
import { objectTypes } from "../document/binaryMediaTypes.ts";
import type { OperationParts } from "../document/types.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
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
import { integrationResponses, responsesOf, type S3Action } from "./s3Responses.ts";
import { failed } from "./serviceErrors.ts";

/** Action, and the object's key. */
export interface S3Settings {
  readonly action: S3Action;
  /** The object's key after the prefix: a fixed text, a source, or several of them joined. */
  readonly key: string | Source | { readonly join: readonly (string | Source)[] };
  /** Prefix of every key, such as "uploads/". The route can't reach other objects. @default the whole bucket */
  readonly prefix?: string | undefined;
  /**
   * For `put`: the object's content type.
   * @default the `Content-Type` header, also in lower case
   */
  readonly contentType?: Source | undefined;
  /**
   * Content types of the objects besides common binary types, such as images and archives: other binary
   * types, and for `get` types of text but JSON. In APIs with templates or models, API Gateway treats
   * unlisted types as UTF-8 text, and `get` responds to them with 500.
   * @default the common binary types, with a warning
   */
  readonly contentTypes?: readonly string[] | undefined;
  /**
   * The objects are UTF-8 text, such as JSON or CSV, and have no listed type.
   * @default false: they are binary
   */
  readonly text?: boolean | undefined;
}

/** Target: objects in an S3 bucket. */
export interface S3Integration<Name extends string = string> extends S3Settings {
  readonly kind: "s3";
  /** Name of the bucket among the platform's resources. */
  readonly bucket: Name;
}

/**
 * A route to objects of at most 10 MB in an S3 bucket, without a function. The caller gets
 * - for `get` 200 with the object, its Content-Type, Content-Length, ETag, Cache-Control and
 *   Last-Modified; 206 or 416 for a `Range`; 304 for the ETag in `If-None-Match`; 404 for a missing
 *   object, or if S3 denies access;
 * - for `head`, on HEAD routes, the same without the object. Its size is in `X-Object-Size`, because API
 *   Gateway sets `Content-Length` itself;
 * - for `put` 204 with the ETag, for `delete` 204 even for a missing object;
 * - 502 for everything else. S3's own errors, in XML, are not passed on.
 *
 * Every caller of a route can reach every object that its key can name. Put `from.claim("sub")` into
 * the key to give each caller a folder. Uploads are served from the API's domain, with
 * `X-Content-Type-Options: nosniff`.
 *
 * For a bucket that is encrypted with a customer managed KMS key, the key's policy must allow
 * `kms:Decrypt`, and `kms:GenerateDataKey` for `put`, to the route's role, such as
 * `<api>-<bucket>-GetObject`.
 *
 * @example
 * "GET /files/{key+}": s3("files", { action: "get", prefix: "public/", key: from.path("key") })
 * "PUT /avatar": s3("files", { action: "put", key: { join: ["avatars/", from.claim("sub")] } })
 */
export function s3<const Name extends string, const Authorizer extends string = never>(
  bucket: Name,
  options: S3Settings & RouteGuards<Authorizer>,
): RouteTo<S3Integration<Name>, Authorizer> {
  return routeTo({ kind: "s3", bucket }, options);
}

/** S3 requires `GetObject` for HEAD requests too. */
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
    contentTypes: objectTypes,
    text: flag,
  }),
  readsBodies: true,
  check: checkS3,
  bind: (integration, place, { region, resources, roleFor }) => {
    const bucket = namedResource(integration.bucket, resources, aws.s3.Bucket, "an S3 bucket");
    const { action, prefix = "" } = integration;
    const roleArn = roleFor({
      // A role's name can't have a slash, and a prefix never has a plus.
      name: [integration.bucket, actions[action], ...(prefix ? [prefix] : [])]
        .join("-")
        .replaceAll("/", "+"),
      action: `s3:${actions[action]}`,
      resource: pulumi.interpolate`${bucket.arn}/${prefix}*`,
    });
    return pulumi.output({ name: bucket.bucket, roleArn }).apply((known) => {
      const uri = `arn:aws:apigateway:${region}:s3:path/${known.name}`;
      return operation(integration, uri, known.roleArn, withheldConditions(place));
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

/** The key as a part of the address, and the sources of its parameters. */
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
  withheld: readonly string[],
): OperationParts {
  const { action, contentType, contentTypes, text = false } = integration;
  const { uri, path } = keyParts(integration);
  const headers = Object.entries(headersOf(action, contentType));
  const mappings = {
    path,
    headers: Object.fromEntries(headers.filter(([name]) => !withheld.includes(name))),
  };
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
