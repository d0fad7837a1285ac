import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { PictureContext, type PictureProps } from './frame/picture.ts';
import { queryClient } from './frame/query-client.ts';
import { nonce, theme } from './frame/theme.ts';
import { Waiting } from './frame/waiting.tsx';
import { router } from './router.ts';

const Drawn = lazy(() => import('./design/canvas/picture.tsx').then((loaded) => ({ default: loaded.Picture })));

/** The canvas's drawing, loaded where a screen shows a flow. */
function Picture(props: PictureProps) {
  return (
    <Suspense fallback={<Waiting words="Drawing the flow" />}>
      <Drawn {...props} />
    </Suspense>
  );
}

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={nonce}>
      <QueryClientProvider client={queryClient}>
        <PictureContext value={Picture}>
          <RouterProvider router={router} />
        </PictureContext>
      </QueryClientProvider>
    </MantineProvider>
  );
}
