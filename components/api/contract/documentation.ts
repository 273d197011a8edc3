import type { ResponseObject } from "../document/types.ts";
import type { Route } from "../route/route.ts";
import { RouteError } from "../route/routeError.ts";

/** What the published contract says of a route for those who read it; nothing of it changes how the route behaves. */
export interface RouteDocumentation {
  /** A few words. @default the method and path */
  summary?: string;
  /** What the route does, as Markdown. @default nothing but who may call */
  description?: string;
  /** Groups of routes that it belongs to. @default the path's first fixed segment */
  tags?: string[];
  /** Its name in clients that are made from the contract. @default made of method and path, such as `getOrdersId` */
  operationId?: string;
  /**
   * What the backend answers, by status, such as `{ 200: "The order", 404: "There is none" }`.
   * @default as the kind of route knows; a proxied backend may answer anything
   */
  answers?: Readonly<Record<number, string>>;
}

export function checkDocumentation({ key, operationId, tags, answers = {} }: Route): void {
  if (operationId !== undefined && !/^[A-Za-z][\w-]*$/.test(operationId)) {
    throw new RouteError(
      key,
      `its operationId is "${operationId}"`,
      "Use letters, digits, _ and -, beginning with a letter.",
    );
  }
  if (tags?.length === 0 || tags?.includes("")) {
    throw new RouteError(key, "it has an empty tag, or none", "Name a group, or leave tags out.");
  }
  const wrong = Object.keys(answers).find((status) => !/^[2-5]\d\d$/.test(status));
  if (wrong !== undefined) {
    throw new RouteError(key, `it answers with ${wrong}`, "Use statuses from 200 to 599.");
  }
}

/** @throws RouteError for the first route that is named as one before it */
export function checkOperationIds(routes: readonly Route[]): void {
  const seen = new Map<string, string>();
  for (const { key, operationId } of routes) {
    if (operationId === undefined) continue;
    const twin = seen.get(operationId);
    if (twin !== undefined) {
      throw new RouteError(
        key,
        `its operationId is "${operationId}", as that of "${twin}"`,
        "Give each route a name of its own.",
      );
    }
    seen.set(operationId, key);
  }
}

/** What an operation says for its readers. */
export const documentationParts = ({ summary, description, tags, operationId }: Route) =>
  Object.fromEntries(
    Object.entries({ summary, description, tags, operationId }).filter(
      ([, value]) => value !== undefined,
    ),
  );

/** The integration's answers in the route's words, and what else the route says that there are. */
export function documentedResponses(
  { answers = {} }: Pick<Route, "answers">,
  known: Readonly<Record<string, ResponseObject>>,
  isProxy: boolean,
): Record<string, ResponseObject> {
  // That a proxied backend answers 200 is a guess, in place of which the route knows better.
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
