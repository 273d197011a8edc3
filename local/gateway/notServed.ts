/** Key of an operation for the reason why its route is not served on this machine. */
export const notServed = "x-palisade-not-served";
