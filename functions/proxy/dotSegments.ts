import { couldRead } from "./readings.ts";

/**
 * A `.` or `..` segment. Java servers strip what follows a `;`, others a zero byte or a space. A parser of
 * URLs ends the path at a `?` or `#` and skips tabs and line breaks (WHATWG, "URL Standard", 4.4).
 */
const dotSegment = /(^|[/\\])[\t\n\r]*\.([\t\n\r]*\.)?[\t\n\r]*($|[/\\;\0 ?#])/;

/** Whether a server could find a `.` or `..` segment in a path. */
export const hasDotSegment = (path: string): boolean => couldRead(path, dotSegment);
