/** An id of a client that is short, and safe in a log or a shell. */
export const safeToken = /^[A-Za-z0-9._-]{1,128}$/;
