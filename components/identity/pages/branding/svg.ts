/** What a picture does not need, and what could run or load something in a browser. */
const unsafe: readonly RegExp[] = [
  /<!(?:doctype|entity)\b/i,
  /<(?:\w+:)?(?:script|foreignObject|iframe|object|embed|audio|video|style|handler|listener)\b/i,
  /<(?:[^<>"']|"[^"]*"|'[^']*')*\son\w+\s*=/i,
  /(?:javascript|vbscript)\s*:/i,
  // Names of this document's own parts (#a), and images within it.
  /\b(?:xlink:)?(?:href|src)\s*=(?!\s*["'](?:#|data:image\/(?:png|jpeg|webp);))\s*["']?[^\s"'>]*/i,
  /\burl\((?!\s*(?:["']|&quot;|&apos;)?#)\s*["']?[^\s"')]*/i,
  /<\?xml-stylesheet\b/i,
];

/**
 * A part of an SVG file that does not belong into a picture; `undefined` for a plain one. It is told before a deployment
 * fails: it makes nothing safe by itself. Pages must show such files as images, in which no script runs.
 */
export function unsafePartOf(svg: string): string | undefined {
  if (!/^\uFEFF?\s*(?:<\?xml\s[^>]*\?>\s*)?(?:<!--[^]*?-->\s*)*<svg[\s>]/.test(svg)) {
    return "no <svg> element at the beginning";
  }
  return unsafe.map((pattern) => pattern.exec(svg)?.[0].trim()).find((part) => part !== undefined);
}
