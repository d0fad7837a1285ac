import { Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { ReasonModal } from '../parts/reason-modal.tsx';
import { historyQuery, type Place } from './queries.ts';

/** Back to the release that was live before, or to any earlier one. */
export function RollBack({ place, onClose }: { place: Place; onClose: () => void }) {
  const client = useQueryClient();
  const history = useQuery(historyQuery(place.name)).data?.promotions ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const earlier = history
    .filter(({ state, release }) => state === 'replaced' && release !== place.live?.release)
    .filter(({ release }, i, all) => all.findIndex((one) => one.release === release) === i);
  return (
    <ReasonModal
      title={`Roll back ${place.title}`}
      does="Roll back"
      colour="red.9"
      act={(reason) => {
        const json = { to: chosen ?? earlier[0]?.id ?? null, reason };
        return ask(api.environments[':environment']['roll-back'].$post({ param: { environment: place.name }, json }));
      }}
      onDone={() => {
        void client.invalidateQueries({ queryKey: ['releases'] });
        onClose();
      }}
      onClose={onClose}
    >
      {place.live !== null && `Instead of #${place.live.number} “${place.live.title}”, the`}
      {place.live === null && 'The'} release below takes every new message in {place.title} from now on. Messages that
      were accepted already finish on the version they began with. It was approved then, so nobody has to approve it
      again.
      {earlier.length > 0 && (
        <Select
          label="Back to"
          mt="md"
          data={earlier.map(({ id, number, title }) => ({ value: id, label: `#${number} ${title}` }))}
          value={chosen ?? earlier[0]!.id}
          onChange={setChosen}
          allowDeselect={false}
        />
      )}
    </ReasonModal>
  );
}
