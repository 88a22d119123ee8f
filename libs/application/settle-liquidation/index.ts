export {
  executeSettlement,
  type ClosedPart,
  type SettleLiquidationCode,
  type SettleLiquidationCommand,
  type SettleLiquidationPorts,
} from './settle-liquidation.js';
