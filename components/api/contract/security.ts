import type { OpenApiDocument, Operation } from "../document/types.ts";

type Requirement = Readonly<Record<string, readonly string[]>>;

/** A security scheme in plain OpenAPI. */
export type PlainScheme =
  | { type: "http"; scheme: "bearer"; bearerFormat: "JWT"; description: string }
  | { type: "apiKey"; name: string; in: "header" | "query"; description: string };

/**
 * The document's security schemes in plain OpenAPI. A Lambda authorizer with several identity sources
 * becomes one scheme for each.
 */
export class PlainSecurity {
  readonly schemes: Record<string, PlainScheme> = {};
  /** Names of the plain schemes by the name of the document's scheme. */
  readonly #plain = new Map<string, readonly string[]>();
  readonly #kinds = new Map<string, string | undefined>();

  constructor({ components }: OpenApiDocument) {
    for (const [name, scheme] of Object.entries(components.securitySchemes)) {
      const plain = plainSchemes(name, scheme as Operation);
      Object.assign(this.schemes, plain);
      this.#plain.set(name, Object.keys(plain));
      this.#kinds.set(name, (scheme as Operation)[authType] as string | undefined);
    }
  }

  /** Kinds of an operation's schemes by API Gateway's names; undefined for an API key. */
  kindsOf(operation: Operation): (string | undefined)[] {
    return namesOf(operation).map((name) => this.#kinds.get(name));
  }

  /**
   * An operation's `security`. In OpenAPI, requirements in a list are alternatives; API Gateway
   * requires all of them.
   */
  requirementOf(operation: Operation): Requirement[] {
    const names = namesOf(operation).flatMap((name) => this.#plain.get(name) ?? []);
    return names.length > 0 ? [Object.fromEntries(names.map((name) => [name, []]))] : [];
  }

  /** A sentence about an operation's callers. */
  whoMayCall(operation: Operation): string {
    const requirements = (operation["security"] ?? []) as Requirement[];
    const sentences = requirements.flatMap((requirement) =>
      Object.entries(requirement).map(([name, scopes]) =>
        words(this.#kinds.get(name), name, scopes),
      ),
    );
    return sentences.length > 0 ? sentences.join(" ") : "Everybody may call it.";
  }
}

const authType = "x-amazon-apigateway-authtype";

const namesOf = (operation: Operation): string[] =>
  ((operation["security"] ?? []) as Requirement[]).flatMap((requirement) =>
    Object.keys(requirement),
  );

function words(kind: string | undefined, name: string, scopes: readonly string[]): string {
  switch (kind) {
    case undefined:
      return "Needs an API key.";
    case "awsSigv4":
      return "Needs a signature (AWS Signature Version 4).";
    case "cognito_user_pools":
      return scopes.length > 0
        ? `Needs an access token with ${scopes.length > 1 ? "one of the scopes" : "the scope"} ${scopes.map((scope) => `\`${scope}\``).join(", ")}.`
        : "Needs an ID token.";
    default:
      return `Needs what the authorizer \`${name}\` lets in.`;
  }
}

function plainSchemes(name: string, scheme: Operation): Record<string, PlainScheme> {
  const place = { type: "apiKey", name: String(scheme["name"]), in: "header" } as const;
  switch (scheme[authType]) {
    case undefined:
      return { [name]: { ...place, description: "The key of a client of the API." } };
    case "awsSigv4":
      return {
        [name]: {
          ...place,
          description: "The request signed by AWS Signature Version 4 for the service execute-api.",
        },
      };
    case "cognito_user_pools":
      return {
        [name]: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description:
            "A token of the API's users or clients: an ID token, or an access token where the " +
            "operation asks for scopes.",
        },
      };
    default:
      return lambdaSchemes(name, scheme);
  }
}

/** Of an authorizer's identity sources, callers send only headers and query parameters. */
function lambdaSchemes(name: string, scheme: Operation): Record<string, PlainScheme> {
  const { identitySource } = scheme["x-amazon-apigateway-authorizer"] as Operation;
  const description = "Credentials that the API's authorizer reads.";
  if (scheme["name"] !== "Unused") {
    return { [name]: { type: "apiKey", name: String(scheme["name"]), in: "header", description } };
  }
  const sources = [
    ...String(identitySource).matchAll(/method\.request\.(header|querystring)\.([^\s,]+)/g),
  ];
  return Object.fromEntries(
    sources.map(([, place, field], index) => [
      index === 0 ? name : `${name}-${index + 1}`,
      { type: "apiKey", name: field!, in: place === "header" ? "header" : "query", description },
    ]),
  );
}
