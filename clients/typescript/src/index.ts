export { Client } from "./client.js";
export { ApiError, NoAnswer, type Options } from "./connection.js";
export type * as shapes from "./shapes.js";
