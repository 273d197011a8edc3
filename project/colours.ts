import { createColors } from "picocolors";

/** Colours for the terminal; none where the output goes elsewhere. */
export const colours = createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
