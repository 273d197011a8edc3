import { compileVelocity, type Rendered, type TemplateInput } from "./index.ts";

/** Renders a template once, for tests. */
export function renderAll(text: string, input: Partial<TemplateInput> = {}): Rendered {
  return compileVelocity(text)({
    body: "",
    params: { path: {}, querystring: {}, header: {} },
    context: {},
    stageVariables: {},
    ...input,
  });
}

export function render(text: string, body = ""): string {
  return renderAll(text, { body }).text;
}
