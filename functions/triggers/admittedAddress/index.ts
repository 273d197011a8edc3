export { admissionOf } from "./admission.ts";
