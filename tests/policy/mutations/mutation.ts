import type { MutableExport } from "../mutableExport.ts";

/** Changes the stack so that something is exposed. @returns the URN of the exposing resource */
export type Mutation = (stack: MutableExport) => string;

/** Mutations by what they expose. */
export type Mutations = Readonly<Record<string, Mutation>>;

export const account = "123456789012";
export const everywhere = ["0.0.0.0/0"];

/** Changes properties of a resource, by path. */
export const change =
  (type: string, name: string, properties: Record<string, unknown>): Mutation =>
  (stack) =>
    stack.change(type, name, properties);

/** Adds a resource. */
export const add =
  (
    type: string,
    properties: Record<string, unknown> | ((stack: MutableExport) => Record<string, unknown>),
  ): Mutation =>
  (stack) =>
    stack.add(type, "added", typeof properties === "function" ? properties(stack) : properties);

/** A resource policy that allows something to everyone. */
export const openPolicy = (action: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: "*", Action: action, Resource: "*" }],
  });
