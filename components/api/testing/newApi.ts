import { Api, type ApiArgs, type ApiDefinition, apiRules, defineApi } from "../index.ts";

/** An API's arguments and its definition's options in one object. */
export type FlatApiArgs = Omit<ApiArgs, "definition"> & ApiDefinition;

/** Creates an API from its arguments and its definition's options. */
export function newApi(name: string, given: FlatApiArgs): Api {
  const pick = (isOption: boolean) =>
    Object.fromEntries(
      Object.entries(given).filter(([key]) => Object.hasOwn(apiRules, key) === isOption),
    );
  const definition = defineApi(pick(true) as unknown as ApiDefinition);
  return new Api(name, { ...(pick(false) as unknown as ApiArgs), definition });
}
