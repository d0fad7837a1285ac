import type { Catalogue } from '../definition.ts';
import type { FlowDocument } from '../document.ts';

export interface CompileOptions {
  catalogue: Catalogue;
  /** JSON Schema of a contract by `name@version`; undefined when there is none. */
  contracts?: (name: string) => unknown;
  /** The document of a called flow, as this version is to carry it. */
  resolveFlow?: (id: string) => FlowDocument | undefined;
  /** Rules of the environment it is meant for; none are checked without it. */
  environment?: { protected: boolean };
  /** For trying a part of a flow: no trigger is needed and no step is left out for being out of reach. */
  partial?: boolean;
}
