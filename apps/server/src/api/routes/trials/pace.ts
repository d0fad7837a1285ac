import { createPace } from '../../pace.ts';

/** Far above what writing asks for: a field, its step and three samples at each pause. One sandbox serves everybody. */
export const trialPace = createPace({
  code: 'too_many_tries',
  doing: 'try messages and expressions',
  perMinute: 600,
  atOnce: 300,
});
