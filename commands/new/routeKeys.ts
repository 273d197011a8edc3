import { lambdaProxy } from "../../components/api/index.ts";
import { parseRoutes } from "../../components/api/route/parseRoutes.ts";
import { NewError } from "./newError.ts";

/**
 * Checks the key of a new route, also against those of the others.
 *
 * @throws NewError, RouteError
 */
export function checkRoutes(others: readonly string[], key: string): void {
  if (others.includes(key)) {
    throw new NewError(`There is a route "${key}" already. Choose another method or path.`);
  }
  // Only keys are compared. Where the routes lead does not matter.
  parseRoutes(Object.fromEntries([...others, key].map((each) => [each, lambdaProxy("service")])));
}
