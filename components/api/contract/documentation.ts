import type { ResponseObject } from "../document/types.ts";
import { listOf, mapOf, type OptionRules, text } from "../../shared/options.ts";
import type { RoutePlace } from "../route/place.ts";
import { RouteError } from "../route/routeError.ts";

/** Documentation of a route in the published contract. It does not change how the route behaves. */
export interface RouteDocumentation {
  /** Short title. @default the method and path */
  summary?: string;
  /** Purpose of the route, as Markdown. @default a sentence on who may call */
  description?: string;
  /** Groups that the route belongs to. @default the path's first fixed segment */
  tags?: string[];
  /** Its name in generated clients. @default made from method and path, such as `getOrdersId` */
  operationId?: string;
  /**
   * Descriptions of the backend's responses by status, such as `{ 200: "The order" }`.
   * @default the integration's known responses; a proxied backend may return others
   */
  answers?: Readonly<Record<number, string>>;
}

export const documentationRules: OptionRules<RouteDocumentation> = {
  summary: text(),
  description: text(),
  tags: listOf(text(), { least: 1, allowed: "a list of at least one tag" }),
  operationId: text(/^[A-Za-z][\w-]*$/, "letters, digits, _ and -, beginning with a letter"),
  answers: mapOf(text(), text(/^[2-5]\d\d$/, "statuses from 200 to 599")),
};

/** Routes that have another route's operationId. */
export function operationIdErrors(
  routes: readonly (RoutePlace & RouteDocumentation)[],
): RouteError[] {
  const seen = new Map<string, string>();
  return routes.flatMap(({ key, operationId }) => {
    if (operationId === undefined) return [];
    const twin = seen.get(operationId);
    if (twin === undefined) seen.set(operationId, key);
    const problem = `its operationId is "${operationId}", which "${twin}" also has`;
    const fix = "Give each route a different operationId.";
    return twin === undefined ? [] : [new RouteError(key, problem, fix)];
  });
}

/** The operation's documentation. */
export const documentationParts = ({
  summary,
  description,
  tags,
  operationId,
}: RouteDocumentation) =>
  Object.fromEntries(
    Object.entries({ summary, description, tags, operationId }).filter(
      ([, value]) => value !== undefined,
    ),
  );

/** The integration's responses, with the route's own descriptions and further statuses. */
export function documentedResponses(
  { answers = {} }: RouteDocumentation,
  known: Readonly<Record<string, ResponseObject>>,
  isProxy: boolean,
): Record<string, ResponseObject> {
  // The integration only guesses that a proxied backend responds with 200.
  const guessed = isProxy && Object.keys(answers).some((status) => /^[23]/.test(status));
  return {
    ...(guessed ? {} : known),
    ...Object.fromEntries(
      Object.entries(answers).map(([status, description]) => [
        status,
        { ...known[status], description },
      ]),
    ),
  };
}
