// Preloaded with --import: moves this process's wall clock by SKEW_MS, or by steps "<afterMs>:<ms>,…" counted from its start.
const plan = (process.env.SKEW_MS ?? '0').split(',').map((step) => {
  const parts = step.split(':').map(Number);
  return parts.length === 1 ? { after: 0, by: parts[0] } : { after: parts[0], by: parts[1] };
});
const RealDate = Date;
const began = RealDate.now();

function skewed() {
  const now = RealDate.now();
  let by = 0;
  for (const step of plan) if (now - began >= step.after) by = step.by;
  return now + by;
}

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(skewed());
    else super(...given);
  }
  static now() {
    return skewed();
  }
};
