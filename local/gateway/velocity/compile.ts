import { compileStatements } from "./blocks.ts";
import { TemplateError } from "./errors.ts";
import { PayloadInput } from "./input.ts";
import { checkTemplateSize } from "./limits.ts";
import { compileMacros } from "./macros.ts";
import { OverrideState } from "./overrides.ts";
import type { Scope } from "./scope.ts";
import { parseTemplate } from "./syntax.ts";
import type { VelocityTemplate } from "./types.ts";

/**
 * Reads a mapping template of API Gateway, once; rendering it is then cheap. The grammar is
 * velocityjs's; what a template may reach and how values print is decided here, as on AWS.
 * Input is never read as template.
 *
 * @throws TemplateSyntaxError with the line and what is wrong
 */
export function compileVelocity(text: string): VelocityTemplate {
  checkTemplateSize(text);
  const statements = parseTemplate(text);
  const macros = compileMacros(statements);
  const emit = compileStatements(statements);
  return (input) => {
    const scope: Scope = {
      variables: new Map(),
      macros,
      input: new PayloadInput(input),
      context: input.context,
      stageVariables: input.stageVariables,
      overrides: new OverrideState(input.overrides),
      loop: null,
      isBreaking: false,
      macroDepth: 0,
    };
    return { text: orTemplateError(() => emit(scope)), overrides: scope.overrides.result() };
  };
}

function orTemplateError(render: () => string): string {
  try {
    return render();
  } catch (error) {
    // Values that are nested too deep, or grow too long, for this process.
    if (error instanceof RangeError) {
      throw new TemplateError(`The template asks for too much: ${error.message}.`, {
        cause: error,
      });
    }
    throw error;
  }
}
