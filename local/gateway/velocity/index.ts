export { compileVelocity } from "./compile.ts";
export { javaPattern } from "./javaRegex.ts";
export { compileBodyPath, isReadable, readInteger } from "./jsonPath/index.ts";
export {
  type Overrides,
  PayloadNotJsonError,
  type Rendered,
  TemplateError,
  type TemplateInput,
  TemplateSyntaxError,
  type VelocityTemplate,
} from "./template.ts";
