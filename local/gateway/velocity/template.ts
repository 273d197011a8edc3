import { maxPayloadBytes } from "../quotas.ts";

/** The data that a mapping template is rendered from. */
export interface TemplateInput {
  /** The payload as text; `$input` reads an empty one as `{}`. */
  readonly body: string;
  readonly params: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
  };
  /** `$context` as a tree: `context.identity.sourceIp`. Never changed. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** The request template's overrides, for the response template. */
  readonly overrides?: Overrides;
}

/** One value, or a list of values for a header. */
export type OverrideValues = Record<string, string | string[]>;

/** Values set by `#set($context.requestOverride.…)` and `#set($context.responseOverride.…)`. */
export interface Overrides {
  readonly request: {
    readonly header: OverrideValues;
    readonly path: OverrideValues;
    readonly querystring: OverrideValues;
  };
  readonly response: {
    readonly header: OverrideValues;
    /** 200 to 599. */
    readonly status: number | undefined;
  };
  /** What a template sets below `requestOverride` or `responseOverride` by other names. */
  readonly others?: readonly (readonly [
    path: readonly [kind: string, name: string],
    value: unknown,
  ])[];
}

export interface Rendered {
  readonly text: string;
  /** The overrides of the input, replaced by those that this template sets. */
  readonly overrides: Overrides;
}

/** @throws TemplateError when the template fails for this input; the gateway responds with 500 */
export type VelocityTemplate = (input: TemplateInput) => Rendered;

/** A template that cannot be used at all: the API's definition is at fault. */
export class TemplateSyntaxError extends Error {
  override readonly name = "TemplateSyntaxError";
}

/** A template that failed for this input; API Gateway responds with 500. */
export class TemplateError extends Error {
  override readonly name: string = "TemplateError";
  /** The place of the reference that failed, if it was one: `line` 3, `expression` `$input.json`. */
  place: { readonly line: number; readonly expression: string } | undefined;
}

/** `$input.path` or `$input.json` of a payload that is not JSON. */
export class PayloadNotJsonError extends TemplateError {
  override readonly name = "PayloadNotJsonError";
}

/** (API Gateway Developer Guide, "Amazon API Gateway quotas") */
const maxTemplateBytes = 300 * 1024;

export function checkTemplateSize(text: string): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxTemplateBytes) {
    throw new TemplateSyntaxError(
      `The template has ${bytes} bytes; at most ${maxTemplateBytes} (300 KB) are allowed.`,
    );
  }
}

/** Limits rendered text to a payload's size, which stops a template that keeps doubling a text. */
export function checkLength(text: string): string {
  if (text.length > maxPayloadBytes) {
    throw new TemplateError(
      `The rendered text is too long; at most ${maxPayloadBytes} characters are allowed.`,
    );
  }
  return text;
}
