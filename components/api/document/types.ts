/** An operation of an OpenAPI document, or a part of one. */
export type Operation = Record<string, unknown>;

/** A parameter that an operation reads. API Gateway ignores all other fields. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: { readonly type: "string" };
}

/** A response of an operation. */
export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

/** An integration's part of an operation. */
export interface OperationParts {
  /** `x-amazon-apigateway-integration`. */
  readonly integration: Operation;
  /** By status. */
  readonly responses: Readonly<Record<string, ResponseObject>>;
  /** Parameters that it reads, besides those of the path. @default none */
  readonly parameters?: readonly Parameter[];
  /** Set if its templates read a body, which must then be text. @default false */
  readonly readsBody?: boolean;
  /** Media types of binary bodies, besides the common ones. @default none */
  readonly binaryTypes?: readonly string[];
}

/** Metadata of an API for readers of its contract. */
export interface ContractInfo {
  /** The contract's own version. @default "1" */
  readonly version?: string;
  /** Purpose of the API, as Markdown. @default a sentence with its title */
  readonly description?: string;
  /** Contact for callers. @default the API's title alone */
  readonly contact?: { readonly name?: string; readonly url?: string; readonly email?: string };
  readonly license?: { readonly name: string; readonly url?: string };
}

/** The part of an OpenAPI 3 document that the compiler writes. */
export interface OpenApiDocument {
  readonly openapi: "3.0.1";
  readonly info: { readonly title: string; readonly version: string } & ContractInfo;
  /** Only for settings of the endpoint; callers get the address from the contract. */
  readonly servers?: readonly Operation[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    securitySchemes: Record<string, unknown>;
    schemas?: Record<string, unknown>;
  };
  readonly [extension: `x-amazon-apigateway-${string}`]: unknown;
}
