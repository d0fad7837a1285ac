/** `/flows/$flow/versions`: what was published, and how any two of them differ. */
export function Versions() {
  return null;
}
