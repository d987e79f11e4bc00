import type { ServiceDefinition } from "../../libs/bus/serve.ts";
export const cases: ServiceDefinition<Record<string, never>> = { name: "cases", contracts: {}, access: {}, open: () => ({ handlers: {} }) };
