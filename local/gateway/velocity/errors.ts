/** A template that cannot be used at all: the API's definition is at fault. */
export class TemplateSyntaxError extends Error {
  override readonly name = "TemplateSyntaxError";
}

/** A template that failed for this input; API Gateway answers 500. */
export class TemplateError extends Error {
  override readonly name: string = "TemplateError";
}

/** `$input.path` or `$input.json` of a payload that is not JSON. */
export class PayloadNotJsonError extends TemplateError {
  override readonly name = "PayloadNotJsonError";
}
