/** Methods of requests that may be sent twice. Source: RFC 9110, 9.2.2 "Idempotent Methods". */
export const isIdempotent = (method: string): boolean =>
  /^(GET|HEAD|OPTIONS|PUT|DELETE)$/.test(method);
