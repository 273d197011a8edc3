/** A page's own classes, which esbuild scopes. A name that the sheet lacks is an error of the bundle. */
declare module "*.module.css";

/** Style sheets of all pages. */
declare module "*.css";
