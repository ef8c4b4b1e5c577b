import { describe, expect, it } from 'vitest';
import { isOnlySecret } from '../../src/memory/only-secret.ts';

describe('a text that held a secret', () => {
  it.each([
    'Password is [redacted: password]',
    'Wifi password is [redacted: password]',
    'API key is [redacted: API key]',
    'Knows SSN [redacted: social security number].',
  ])('says nothing without it: %s', (text) => {
    expect(isOnlySecret(text)).toBe(true);
  });

  it.each([
    'Drinks tea, and the PIN is [redacted: PIN]',
    'Banks with ING, IBAN [redacted: IBAN], since moving to Utrecht',
    'Forgot the password of the wifi',
  ])('or has more to say: %s', (text) => {
    expect(isOnlySecret(text)).toBe(false);
  });
});
