import { headerObjects } from "../document/responseHeaders.ts";
import type { OperationParts } from "../document/types.ts";
import { jsonTemplate } from "../templates/jsonTemplate.ts";
import { failed } from "./serviceErrors.ts";

/** What a route does with its object. */
export type S3Action = "get" | "head" | "put" | "delete";

const notFound = jsonTemplate({ message: "Not Found" });
const noSuchRange = jsonTemplate({ message: "Range Not Satisfiable" });

/** Headers of S3 that are passed on. */
const objectHeaders = [
  "Content-Type",
  "Content-Length",
  "ETag",
  "Cache-Control",
  "Last-Modified",
  "Accept-Ranges",
];

export function integrationResponses(action: S3Action, text: boolean) {
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
      // Without permission to list the bucket, S3 returns 403 for a missing object.
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

/** API Gateway sets `Content-Length` itself, so the object's size has another name. */
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

export function responsesOf(action: S3Action): OperationParts["responses"] {
  const headers = headerObjects;
  const failure = { "502": { description: "S3 could not carry out the request" } };
  if (action === "get" || action === "head") {
    const known = [...objectHeaders, "X-Content-Type-Options"];
    return {
      "200": {
        description: action === "get" ? "The object" : "The object exists",
        headers: headers(action === "get" ? known : [...known, "X-Object-Size"]),
      },
      ...(action === "get" && {
        "206": {
          description: "A part of the object",
          headers: headers([...known, "Content-Range"]),
        },
        "416": {
          description: "The requested range does not exist",
          headers: headers(["Content-Range"]),
        },
      }),
      "304": { description: "Not changed", headers: headers(["ETag", "Cache-Control"]) },
      "404": { description: "The object does not exist" },
      ...failure,
    };
  }
  return {
    "204": { description: "Done", ...(action === "put" && { headers: headers(["ETag"]) }) },
    ...failure,
  };
}
