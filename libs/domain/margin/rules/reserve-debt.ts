import { mulUp, toDecimal, ZERO } from '@causeway/domain/units';
import { debtSubject, type DebtLine } from '../debt-line.js';
import { input } from '../explanation.js';
import type { RuleDefinition } from '../rule-definition.js';

/**
 * `reserve-debt`: a debt asks for ⌈⌈principal × index⌉ × price⌉ of margin and takes nothing off equity, so that health is
 * weighted collateral over debt: the quantity rounded up to whole base units of its token, the value at 8 decimal
 * places. Aave v3 (aave-dao/aave-v3-origin src/contracts/protocol/libraries/logic/GenericLogic.sol
 * _getUserDebtInBaseCurrency).
 */
export interface ReserveDebtRule {
  readonly rule: 'reserve-debt';
}

/** Decimal places of a value in the base currency. */
const BASE_PLACES = 8;

export const reserveDebt: RuleDefinition<ReserveDebtRule, DebtLine> = {
  complaintAbout: () => undefined,
  apply: (_, lines, { recorder, directory }) => {
    for (const line of lines) {
      const { principal, index } = line.debt;
      const decimals = directory.assetOf(principal.asset)?.decimals ?? 0;
      const scaled = toDecimal(principal, decimals);
      const owed = index === undefined ? scaled : mulUp(scaled, index, decimals);
      const value = mulUp(owed, line.price, BASE_PLACES);
      line.deduction = ZERO;
      line.initialMargin = value;
      line.maintenanceMargin = value;
      recorder?.step({
        subject: debtSubject(line),
        figure: 'debt in the base currency',
        formula: 'owed × price',
        inputs: [input('owed', owed, 'tokens'), input('price', line.price, 'USD/token')],
        rounding: { direction: 'up', places: BASE_PLACES },
        output: value,
        unit: 'USD',
      });
    }
  },
};
