import type { ServiceDefinition } from "../../libs/bus/serve.ts";
export const notes: ServiceDefinition<Record<string, never>> = { name: "notes", contracts: {}, access: {}, open: () => ({ handlers: {} }) };
