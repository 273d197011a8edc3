/** Methods of API Gateway; `ANY` means every method that a path does not list. */
export const methods = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;

export type Method = (typeof methods)[number];

/** `"METHOD /path"`, such as `"GET /orders/{id}"` or `"ANY /files/{proxy+}"`. */
export type RouteKey = `${Method} /${string}`;

/** The method and path of a route. */
export interface RoutePlace {
  /** The key that the route was defined under, for messages. */
  readonly key: string;
  readonly method: Method;
  /** Path template, such as `/orders/{id}`, without a slash at its end. */
  readonly path: string;
}

/** Names of the parameters in a path. */
export const pathParameters = (path: string): string[] =>
  [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => name!);
