export { behaviourContract, type BehaviourStage } from './behaviour.contract.ts'
