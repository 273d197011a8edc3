import { createColors } from "picocolors";

/** Colours for the terminal; none if the output is redirected. */
export const colours = createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
