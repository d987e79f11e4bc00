import type { Asked, Handlers } from "../../libs/bus/actions.ts";
import { notYet } from "../../libs/errors/errors.ts";
import type { bailContracts } from "./bail/bail.contract.ts";
import type { bailStore } from "./bail/bail.store.ts";
import type { basisContracts } from "./basis-of-plea/basis-of-plea.contract.ts";
import type { basisStore } from "./basis-of-plea/basis-of-plea.store.ts";
import type { Case, CasesModels } from "./cases.schema.ts";
import type { ordersContracts } from "./orders/orders.contract.ts";
import type { Order } from "./orders/orders.schema.ts";
import type { ordersStore } from "./orders/orders.store.ts";
import { ordersPart } from "./orders/orders.views.ts";
import type { paymentsContracts } from "./payments/payments.contract.ts";
import type { Payment } from "./payments/payments.schema.ts";
import type { paymentsStore } from "./payments/payments.store.ts";
import { paymentsPart } from "./payments/payments.views.ts";
import type { prosecutionContracts } from "./prosecution/prosecution.contract.ts";
import type { prosecutionStore } from "./prosecution/prosecution.store.ts";
import type { Reading } from "./reading.ts";
import type { warrantsContracts } from "./warrants/warrants.contract.ts";
import type { Warrant } from "./warrants/warrants.schema.ts";
import type { warrantsStore } from "./warrants/warrants.store.ts";
import { warrantsPart } from "./warrants/warrants.views.ts";

type Stores = ReturnType<typeof basisStore> &
  ReturnType<typeof prosecutionStore> &
  ReturnType<typeof bailStore> &
  ReturnType<typeof ordersStore> &
  ReturnType<typeof warrantsStore> &
  ReturnType<typeof paymentsStore>;
type Contracts = typeof basisContracts &
  typeof prosecutionContracts &
  typeof bailContracts &
  typeof ordersContracts &
  typeof warrantsContracts &
  typeof paymentsContracts;

/** What the actions on bases of plea, what the prosecution tells, bail, orders, warrants and payments do: change, then show what there is now. */
export function courtHandlers(stores: Stores, read: Reading, models: CasesModels): Handlers<Contracts> {
  const matter = async (written: Promise<Case>, { person }: Asked) => notYet(read.showCase(await written, person()));
  const order = async (written: Promise<Order>, { person }: Asked) =>
    notYet(read.show(ordersPart, await written, person()));
  const warrant = async (written: Promise<Warrant>, { person }: Asked) =>
    notYet(read.show(warrantsPart, await written, person()));
  const payment = async (written: Promise<Payment>, { person }: Asked) =>
    notYet(read.show(paymentsPart, await written, person()));
  return {
    answerBasis: (input, asked) => matter(stores.answerBasis(input, asked.person(), asked.command()), asked),
    summarise: (input, asked) => matter(stores.summarise(input, asked.person(), asked.command()), asked),
    setBail: async (input, { person, command }) =>
      notYet(read.results(await stores.setBail(input, person(), command()), input, person())),
    moveOrder: (input, asked) => order(stores.moveOrder(input, asked.person(), asked.command()), asked),
    moveRequirement: (input, asked) => order(stores.moveRequirement(input, asked.person(), asked.command()), asked),
    issueWarrant: (input, asked) => warrant(stores.issueWarrant(input, asked.person(), asked.command()), asked),
    moveWarrant: (input, asked) => warrant(stores.moveWarrant(input, asked.person(), asked.command()), asked),
    getWarrant: ({ id }, { person }) => read.item(models.warrants, warrantsPart, id, person()),
    imposePayment: (input, asked) => payment(stores.imposePayment(input, asked.person(), asked.command()), asked),
    recordReceipt: (input, asked) => payment(stores.recordReceipt(input, asked.person(), asked.command()), asked),
    reverseReceipt: (input, asked) => payment(stores.reverseReceipt(input, asked.person(), asked.command()), asked),
    writeOff: (input, asked) => payment(stores.writeOff(input, asked.person(), asked.command()), asked),
    getPayment: ({ id }, { person }) => read.item(models.payments, paymentsPart, id, person()),
  };
}
