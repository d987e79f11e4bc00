import type { ServiceDefinition } from "../../libs/bus/serve.ts";
export const defendants: ServiceDefinition<Record<string, never>> = { name: "defendants", contracts: {}, access: {}, open: () => ({ handlers: {} }) };
