export { messagesBundle } from "./code.ts";
export { type MessageTemplates, readMessages } from "./folder.ts";
export { type OccasionName, occasionNames } from "./occasions.ts";
