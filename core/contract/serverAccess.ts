import { z } from 'zod';

/** Headers that the connection itself needs, or that ComfyUI takes for those of another site's page. */
const NOT_FREE =
  /^(host|origin|connection|upgrade|transfer-encoding|content-length|content-type|te|trailer|expect|keep-alive|sec-.*)$/i;

/** The name of a header that a protected server asks for. */
export const headerNameSchema = z
  .string()
  .trim()
  .min(1, 'Type the name of the header, such as Authorization.')
  .max(200, 'The name of a header holds at most 200 characters.')
  .regex(
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/,
    'The name of a header holds letters, digits and signs such as -, but no blank, colon or line break. What stands behind the colon is its value.',
  )
  .refine(
    (name) => !NOT_FREE.test(name),
    'The connection itself uses this header. Give the one that the login asks for, such as Authorization.',
  );

/** Its value. No message about it says what was typed. */
export const headerValueSchema = z
  .string()
  .trim()
  .min(1, 'Type the value of the header, such as Bearer and the key.')
  .max(8000, 'The value of a header holds at most 8000 characters.')
  .regex(
    /^[\x20-\x7e]*$/,
    'The value of a header is one line of plain letters, digits and signs. Copy it again, without line breaks.',
  );

/** Which servers get a header, without its value: that never leaves the backend. */
export const serverAccessSchema = z.object({
  servers: z.array(z.object({ server: z.string(), header_name: z.string() })),
});
export type ServerAccessView = z.infer<typeof serverAccessSchema>;
