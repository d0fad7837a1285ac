/**
 * zod makes faster checks of its schemas by building functions from text, and asks the page whether it may: the page's policy refuses and
 * reports it. This says so before the question; it is read by zod wherever a screen loads it.
 */
export function buildNoFunctions(): void {
  const page = globalThis as { __zod_globalConfig?: { jitless?: boolean } };
  page.__zod_globalConfig ??= {};
  page.__zod_globalConfig.jitless = true;
}
