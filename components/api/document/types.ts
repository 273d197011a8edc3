import type { ContractInfo } from "../contract/info.ts";

/** An operation of an OpenAPI document, or a part of one. */
export type Operation = Record<string, unknown>;

/** A parameter that an operation reads. API Gateway heeds these fields and no other. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: { readonly type: "string" };
}

/** What an operation may answer with a status. */
export interface ResponseObject {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, unknown>>;
}

/** The part of an OpenAPI 3 document that the compiler writes. */
export interface OpenApiDocument {
  readonly openapi: "3.0.1";
  readonly info: { readonly title: string; readonly version: string } & ContractInfo;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    securitySchemes: Record<string, unknown>;
    schemas?: Record<string, unknown>;
  };
  readonly [extension: `x-amazon-apigateway-${string}`]: unknown;
}
