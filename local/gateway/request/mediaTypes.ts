/** True if the API treats bodies of this content type as binary. */
export type BinaryMatcher = (contentType: string | undefined) => boolean;

/** `Text/HTML; charset=utf-8` → `text/html`. */
export function mediaType(headerValue: string): string {
  const end = headerValue.indexOf(";");
  return (end === -1 ? headerValue : headerValue.slice(0, end)).trim().toLowerCase();
}

/**
 * Compiles an API's `binaryMediaTypes`. Parameters of a type are ignored, `*` matches any subtype and
 * `*\/*` any type, and a missing type counts as `application/json`. (API Gateway Developer Guide, "Content
 * type conversions in API Gateway") A type such as `*\/png` matches nothing. (Recorded on AWS by LocalStack:
 * test_aws_proxy_binary_response)
 */
export function compileBinaryMediaTypes(types: readonly string[]): BinaryMatcher {
  const listed = new Set(types.map(mediaType));
  if (listed.size === 0) {
    return () => false;
  }
  if (listed.has("*/*")) {
    return () => true;
  }
  return (contentType = "application/json") => {
    const type = mediaType(contentType);
    if (type.startsWith("*")) return false;
    return listed.has(type) || listed.has(`${type.slice(0, type.indexOf("/"))}/*`);
  };
}

/** The first type of an `Accept` header, the only one that API Gateway reads. */
export function firstAccepted(accept: string | undefined): string | undefined {
  return accept?.split(",", 1)[0];
}
