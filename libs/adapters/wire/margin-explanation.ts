import { z } from 'zod';
import type { ExplainedMargin, FigureUnit, StepRounding } from '@causeway/domain/margin';
import { marginStateFields } from './margin-state.js';
import { decimal, oneOf } from './scalars.js';
import { wireFormat } from './wire-format.js';

const unit = oneOf<FigureUnit>({
  USD: true,
  'USD/token': true,
  tokens: true,
  contracts: true,
  fraction: true,
  ratio: true,
  seconds: true,
  years: true,
});

const step = z.object({
  rule: z.string().meta({ description: 'Name of the rule, or of what is computed without one' }),
  path: z.string().exactOptional().meta({ description: 'JSON pointer of the rule in its policy document' }),
  subject: z.string(),
  figure: z.string(),
  formula: z.string().meta({ description: 'Expression over the names of the inputs' }),
  inputs: z.array(z.object({ name: z.string(), value: decimal, unit })),
  rounding: z
    .object({
      direction: oneOf<StepRounding['direction']>({ down: true, up: true, nearest: true }),
      places: z.int().min(0),
    })
    .exactOptional(),
  output: decimal,
  unit,
});

export const marginExplanationFormat = wireFormat<ExplainedMargin>(
  'causeway.margin-explanation/1',
  'The margin of one account, and every step by which it was worked out',
  'ignored',
  z.object({ state: marginStateFields, steps: z.array(step) }),
);
