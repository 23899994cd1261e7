/** The `string` module's constants. */
import { say } from '../../message.ts';
import { str, unknown } from '../values.ts';
import { nativeModule } from '../evaluate/native.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const WHITESPACE = ' \t\n\r\v\f';

export const string = nativeModule(
  'string',
  {
    ascii_lowercase: str(LOWER),
    ascii_uppercase: str(UPPER),
    ascii_letters: str(LOWER + UPPER),
    digits: str(DIGITS),
    hexdigits: str(`${DIGITS}abcdefABCDEF`),
    octdigits: str('01234567'),
    punctuation: str(PUNCTUATION),
    whitespace: str(WHITESPACE),
    printable: str(DIGITS + LOWER + UPPER + PUNCTUATION + WHITESPACE),
  },
  (name) => (name.startsWith('_') ? undefined : unknown(say`string.${name} is not known to Layerscope`)),
);
