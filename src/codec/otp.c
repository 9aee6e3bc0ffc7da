/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/otp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/err.h"
#include "codec/base32.h"

void otp_code(struct text secret, int64_t counter, char ret_code[OTP_DIGITS + 1])
{
    unsigned char message[8], mac[20];
    unsigned len = sizeof mac;
    for (int i = 0; i < 8; i++)
        message[i] = (unsigned char)((uint64_t)counter >> (56 - 8 * i));
    if (!HMAC(EVP_sha1(), secret.at, (int)secret.len, message, sizeof message, mac, &len) ||
        len != sizeof mac)
        err_panic("OpenSSL has no HMAC-SHA-1");
    unsigned at = mac[19] & 0xf;
    uint32_t number = (uint32_t)(mac[at] & 0x7f) << 24 | (uint32_t)mac[at + 1] << 16 |
                      (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    snprintf(ret_code, OTP_DIGITS + 1, "%06u", number % 1000000);
}

int64_t otp_step(int64_t now_us)
{
    return now_us / (OTP_STEP_SECONDS * CLOCK_SECOND_US);
}

int64_t otp_find(struct text secret, struct text code, int64_t now_us, int64_t after_step)
{
    int64_t found = -1, now = otp_step(now_us);
    char right[OTP_DIGITS + 1];
    if (code.len != OTP_DIGITS)
        return -1;
    for (int64_t step = now - 1; step <= now + 1; step++) {
        otp_code(secret, step, right);
        bool is_it = sodium_memcmp(right, code.at, OTP_DIGITS) == 0;
        found = is_it && step > after_step ? step : found;
    }
    return found;
}

/* RFC 3986, 2.3: all but the unreserved characters. */
static void add_escaped(struct buf *out, struct text t)
{
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.at[i];
        if (text_is_alpha(t.at[i]) || text_is_digit(t.at[i]) || (c && strchr("-._~", c)))
            buf_add_char(out, t.at[i]);
        else
            buf_format(out, "%%%02X", c);
    }
}

void otp_address(struct buf *out, struct text secret, struct text issuer, struct text name)
{
    buf_add_z(out, "otpauth://totp/");
    add_escaped(out, issuer);
    buf_add_char(out, ':');
    add_escaped(out, name);
    buf_add_z(out, "?secret=");
    base32_print(out, secret);
    buf_add_z(out, "&issuer=");
    add_escaped(out, issuer);
    buf_format(out, "&algorithm=SHA1&digits=%d&period=%d", OTP_DIGITS, OTP_STEP_SECONDS);
}
