/* SPDX-License-Identifier: Apache-2.0 */
/* One-time passwords: HOTP (RFC 4226) and TOTP (RFC 6238) with SHA-1, six digits and steps of 30 seconds, which is what
   every authenticator understands. Example: otp_code(secret, otp_step(now_us), code) */
#ifndef CODEC_OTP_H
#define CODEC_OTP_H

#include "base/buf.h"

enum { OTP_SECRET_SIZE = 20, OTP_DIGITS = 6, OTP_STEP_SECONDS = 30 };

/* Writes the code of a counter: OTP_DIGITS digits and a NUL. RFC 4226, 5.3. */
void otp_code(struct text secret, int64_t counter, char ret_code[OTP_DIGITS + 1]);

/* Returns the counter of a time. RFC 6238, 4.2. */
int64_t otp_step(int64_t now_us);

/* Returns the step whose code it is, of the one of now_us and one on either side (RFC 6238, 5.2: clocks differ), and later than
   after_step, since no code is taken twice; else -1. The time it takes does not tell how much of a code was right. */
int64_t otp_find(struct text secret, struct text code, int64_t now_us, int64_t after_step);

/* Adds the address that authenticators read: otpauth://totp/ISSUER:NAME?secret=…&issuer=ISSUER… */
void otp_address(struct buf *out, struct text secret, struct text issuer, struct text name);

#endif
