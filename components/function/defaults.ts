/** The newest runtime that Lambda supports (until April 2028). Source: Lambda Developer Guide, "Lambda runtimes". */
export const runtime = "nodejs24.x";

/** Graviton: the same work for about a fifth less. */
export const architecture = "arm64";

/** Enough for a function that mostly waits for the network. */
export const memoryMb = 256;
