import { Alert, Button, PasswordInput, Stack, Textarea, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { Problem } from '../api.ts';
import { type Me, signIn } from './session.ts';

/** What a sign-in may ask for beyond the password. */
const FURTHER = { second_factor_needed: 'code', reason_needed: 'reason' } as const;
type Further = (typeof FURTHER)[keyof typeof FURTHER];

/** Address and password, then what the server asks for beyond them: a code, or the reason of an emergency. */
export function PasswordForm({ onEntered, isMain }: { onEntered: (me: Me) => Promise<void>; isMain: boolean }) {
  const password = useRef<HTMLInputElement>(null);
  const [further, setFurther] = useState<Further | null>(null);
  const attempt = useMutation({
    mutationFn: (form: FormData) =>
      signIn(textOf(form, 'email'), textOf(form, 'password'), textOf(form, 'code'), textOf(form, 'reason')),
    onSuccess: onEntered,
    onError: (error) => {
      const asked = furtherOf(error);
      if (asked === null) password.current?.select();
      else setFurther(asked);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    attempt.mutate(new FormData(event.currentTarget));
  };
  const isRefused = attempt.error !== null && furtherOf(attempt.error) === null;

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {isRefused && (
          <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} role="alert">
            {attempt.error.message}
          </Alert>
        )}
        <TextInput
          name="email"
          type="email"
          label="Email"
          autoComplete="username"
          required
          withAsterisk={false}
          autoFocus={isMain}
        />
        <PasswordInput
          ref={password}
          name="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={128}
        />
        {further === 'code' && (
          <TextInput
            name="code"
            label="Code"
            description="From your authenticator app, or one of your recovery codes."
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            maxLength={20}
            autoFocus
          />
        )}
        {further === 'reason' && (
          <Textarea
            name="reason"
            label="Why you need emergency access"
            description="This account may do everything. Every administrator is told at once, with your reason."
            required
            withAsterisk={false}
            minLength={10}
            maxLength={500}
            minRows={2}
            autosize
            autoFocus
          />
        )}
        <Button type="submit" fullWidth loading={attempt.isPending} variant={isMain ? 'filled' : 'default'} mt={4}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}

function furtherOf(error: Error): Further | null {
  return error instanceof Problem ? (FURTHER[error.code as keyof typeof FURTHER] ?? null) : null;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
