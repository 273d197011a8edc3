export { compileBodyPath } from "./bodyPath.ts";
export { compileVelocity } from "./compile.ts";
export { PayloadNotJsonError, TemplateError, TemplateSyntaxError } from "./errors.ts";
export { javaPattern } from "./javaRegex.ts";
export type {
  Overrides,
  OverrideValues,
  Rendered,
  TemplateInput,
  VelocityTemplate,
} from "./types.ts";
