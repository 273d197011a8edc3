import { notServed } from "../notServed.ts";
import { isNode, type Node } from "./nodes.ts";

/** What a value must be. A record has any keys. */
type Shape = "text" | "number" | "list" | "object" | { readonly each: Shape } | Members;
interface Members {
  readonly members: Readonly<Record<string, Shape>>;
}

const texts: Shape = { each: "text" };

const response: Shape = {
  members: {
    statusCode: "number",
    responseParameters: texts,
    responseTemplates: texts,
    contentHandling: "text",
  },
};

/** The parts of an operation that API Gateway reads. (API Gateway Developer Guide, "OpenAPI extensions for API Gateway") */
const operationShape: Shape = {
  members: {
    parameters: { each: "object" },
    requestBody: "object",
    "x-amazon-apigateway-request-validator": "text",
    "x-amazon-apigateway-auth": { members: { type: "text" } },
    "x-amazon-apigateway-integration": {
      members: {
        type: "text",
        uri: "text",
        httpMethod: "text",
        credentials: "text",
        passthroughBehavior: "text",
        contentHandling: "text",
        connectionType: "text",
        connectionId: "text",
        cacheNamespace: "text",
        timeoutInMillis: "number",
        cacheKeyParameters: "list",
        tlsConfig: "object",
        requestParameters: texts,
        requestTemplates: texts,
        responses: { each: response },
      },
    },
  },
};

/** An operation, or one that is not served if API Gateway could not read it. */
export function readable(operation: unknown): unknown {
  const problem = misshapen(operation, operationShape, "the operation");
  return problem === undefined ? operation : { [notServed]: problem };
}

/** @returns what has the wrong type, in words; undefined if all has the right one */
function misshapen(value: unknown, shape: Shape, subject: string): string | undefined {
  if (value === undefined) return undefined;
  const refuse = (type: string) => `${subject} is not ${type}, but ${inWords(value)}`;
  if (shape === "text") return typeof value === "string" ? undefined : refuse("a text");
  if (shape === "list") return Array.isArray(value) ? undefined : refuse("a list");
  if (shape === "number") return isNumber(value) ? undefined : refuse("a number");
  if (shape !== "object" && "each" in shape && Array.isArray(value) && shape.each === "object") {
    return first(value.map((item, index) => misshapen(item, "object", `${subject}[${index}]`)));
  }
  if (!isNode(value)) return refuse("an object");
  if (shape === "object") return undefined;
  const shapeOf = (key: string): Shape | undefined =>
    "each" in shape ? shape.each : ownValue(shape.members, key);
  return first(
    Object.entries(value).map(([key, member]) => {
      const expected = shapeOf(key);
      return expected && misshapen(member, expected, `${subject}'s ${key}`);
    }),
  );
}

const ownValue = (members: Members["members"], key: string): Shape | undefined =>
  Object.hasOwn(members, key) ? members[key] : undefined;

/** A number may be written as a text. */
const isNumber = (value: unknown): boolean =>
  typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value));

const first = (problems: readonly (string | undefined)[]): string | undefined =>
  problems.find((problem) => problem !== undefined);

function inWords(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return isNode(value as Node) ? "an object" : JSON.stringify(value);
}
