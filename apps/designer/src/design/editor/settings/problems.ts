import type { Problem } from '@throughline/flow';

/** Problems of one setting; with `within`, also those of its parts. */
export function problemsAt(problems: readonly Problem[], at: string, within = false): Problem[] {
  return problems.filter(({ field }) => field === at || (within && field?.startsWith(`${at}/`)));
}

/** Problems that no setting of the form shows. */
export function problemsOfAll(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ field }) => field === undefined || field === '');
}

/** Beside its setting a problem need not name node and setting again. */
export function atField({ sentence }: Problem): string {
  const found = /^.{1,200}?: “[^”]*” (.+)$/s.exec(sentence);
  return found ? `This ${found[1]}` : sentence;
}
