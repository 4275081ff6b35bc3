export type { DeliveryRecord } from './delivery-record.ts'
export { type Trigger, type TriggerAnswer, type TriggerOptions, trigger } from './trigger.ts'
