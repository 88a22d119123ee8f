import { Counter, Gauge, type Registry } from 'prom-client';
import type { SystemicRiskObserver } from '@causeway/adapters/roles';

/** Tells of the systemic-risk actions in force, and of the measurements that decide on them. */
export function systemicRiskMetrics(registry: Registry): SystemicRiskObserver {
  const inForce = new Gauge({
    name: 'causeway_systemic_actions_in_force',
    help: 'Systemic-risk actions in force, by what they do and to what',
    labelNames: ['action', 'dimension'] as const,
    registers: [registry],
  });
  const steps = new Counter({
    name: 'causeway_systemic_action_steps_total',
    help: 'Thresholds of systemic risk that tripped and cleared',
    labelNames: ['action', 'kind'] as const,
    registers: [registry],
  });
  const seconds = new Gauge({
    name: 'causeway_systemic_risk_measurement_seconds',
    help: 'How long the last measurement of systemic risk took',
    registers: [registry],
  });
  const accounts = new Gauge({
    name: 'causeway_systemic_risk_measured_accounts',
    help: 'Accounts in the last measurement of systemic risk',
    registers: [registry],
  });
  const unwatched = new Gauge({
    name: 'causeway_systemic_risk_unwatched',
    help: '1 while there are more accounts than may be measured, so that no threshold is held against them; alert on it',
    registers: [registry],
  });
  return {
    notMeasured: () => unwatched.set(1),
    measured: (facts) => {
      unwatched.set(0);
      inForce.reset();
      for (const { action, dimension } of facts.inForce) inForce.inc({ action, dimension });
      for (const { kind, action } of facts.steps) steps.inc({ kind, action: action.action });
      seconds.set(facts.seconds);
      accounts.set(facts.accounts);
    },
  };
}
