import { type Destination, openDestination } from './destination.ts';
import { openStage, type Stage } from './stage.ts';

export interface Partnered {
  stage: Stage;
  /** Its flows know it as the connection `partner`. */
  partner: Destination;
  close(): Promise<void>;
}

/** A stage with one partner system. */
export async function openPartnered(...options: Parameters<typeof openStage>): Promise<Partnered> {
  const stage = await openStage(...options);
  const partner = await openDestination();
  await stage.connect('partner', partner.url);
  return {
    stage,
    partner,
    async close() {
      await stage.close();
      await partner.close();
    },
  };
}
