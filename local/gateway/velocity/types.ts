/** What a mapping template is rendered from. */
export interface TemplateInput {
  /** The payload as text, "" where there is none; `$input` then sees `{}`. */
  readonly body: string;
  readonly params: {
    readonly path: Readonly<Record<string, string>>;
    readonly querystring: Readonly<Record<string, string>>;
    readonly header: Readonly<Record<string, string>>;
  };
  /** `$context` as a tree: `context.identity.sourceIp`. Never changed. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Those of the request template, for the response template. */
  readonly overrides?: Overrides;
}

/** One value, or several of a header. */
export type OverrideValues = Record<string, string | string[]>;

/** What a template set by `#set($context.requestOverride.…)` and `#set($context.responseOverride.…)`. */
export interface Overrides {
  readonly request: {
    readonly header: OverrideValues;
    readonly path: OverrideValues;
    readonly querystring: OverrideValues;
  };
  readonly response: {
    readonly header: OverrideValues;
    /** 100 to 599. */
    readonly status: number | undefined;
  };
}

export interface Rendered {
  readonly text: string;
  /** Those that were passed in, and over them those of this template. */
  readonly overrides: Overrides;
}

/** @throws TemplateError where the template fails for this input; the gateway answers 500 */
export type VelocityTemplate = (input: TemplateInput) => Rendered;
