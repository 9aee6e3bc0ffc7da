/* SPDX-License-Identifier: Apache-2.0 */
#include "account/password.h"
#include "base/buf.h"
#include "base/limits.h"

/* What most of the passwords that were ever leaked are made of. One of 15 characters is guessed when little else is in it. */
static const char *const common[] = {
    "password",
    "passwort",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "contraseña",
    "motdepasse",
    "パスワード",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "qwerty",
    "qwertz",
    "azerty",
    "asdf",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "1q2w3e4r",
    "1qaz2wsx",
    "zaq12wsx",
    "qazwsx",
    "abcdefg",
    "abcd",
    "abc123",
    "iloveyou",
    "letmein",
    "welcome",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "superman",
    "batman",
    "sunshine",
    "princess",
    "shadow",
    "master",
    "trustno1",
    "login",
    "administrator",
    "admin",
    "root",
    "secret",
    "changeme",
    "default",
    "starwars",
    "whatever",
    "freedom",
    "pokemon",
    "naruto",
    "sakura",
    "computer",
    "internet",
    "security",
    "summer",
    "winter",
    "spring",
    "autumn",
    "company",
    "hello",
    "test",
    "correcthorsebatterystaple",
    "kenzen",
    "健全",
};
/* What must be left when all that is guessed first is taken out. */
enum { LEFT_MIN = 8, DISTINCT_MIN = 5 };

static size_t count_characters(struct text t)
{
    size_t count = 0;
    for (size_t i = 0; i < t.len; i++)
        count += ((unsigned char)t.at[i] & 0xc0) != 0x80;
    return count;
}

/* Takes each word out of what, unless it is too short to tell anything. */
static void take_out(struct buf *what, struct text word)
{
    enum { WORD_MIN = 3 };
    ptrdiff_t at;
    if (word.len < WORD_MIN)
        return;
    while ((at = text_find_text(buf_text(what), word)) >= 0) {
        size_t from = (size_t)at;
        memmove(what->at + from, what->at + from + word.len, what->len - from - word.len);
        buf_cut(what, what->len - word.len);
    }
}

/* Counts the characters that do not just go on as those before did: "aaaa", "4567" and "dcba" are one step each. */
static size_t count_turns(struct text t)
{
    size_t turns = t.len > 0;
    int step_before = 0;
    for (size_t i = 1; i < t.len; i++) {
        int step = (unsigned char)t.at[i] - (unsigned char)t.at[i - 1];
        bool goes_on = step >= -1 && step <= 1 && (step == step_before || i == 1);
        bool is_inside = ((unsigned char)t.at[i] & 0xc0) == 0x80;
        turns += !goes_on && !is_inside;
        step_before = step;
    }
    return turns;
}

static size_t count_distinct(struct text t)
{
    bool is_there[256] = {false};
    size_t count = 0;
    for (size_t i = 0; i < t.len; i++) {
        bool *it = &is_there[(unsigned char)t.at[i]];
        count += !*it;
        *it = true;
    }
    return count;
}

/* Whether t is something short again and again: "abc1abc1abc1abc1". */
static bool is_repeated(struct text t)
{
    for (size_t period = 1; period < PASSWORD_CHARACTERS_MIN && period <= t.len / 2; period++)
        if (memcmp(t.at, t.at + period, t.len - period) == 0)
            return true;
    return false;
}

/* Takes out whose it is, part by part: "Mia Tanaka", "mia.tanaka@example.org". */
static void take_out_parts(struct buf *what, struct text whole, struct arena *arena)
{
    struct text rest = arena_text_lower(arena, whole);
    take_out(what, rest);
    for (size_t from = 0, i = 0; i <= rest.len; i++) {
        bool is_end = i == rest.len || strchr(" .@-_+", rest.at[i]);
        if (!is_end)
            continue;
        take_out(what, text_slice(rest, from, i));
        from = i + 1;
    }
}

static bool is_guessed(struct text password, struct text name, struct text email)
{
    struct arena arena;
    struct buf left;
    arena_init(&arena, SIZE_MAX);
    buf_init(&left, SIZE_MAX);
    struct text lower = arena_text_lower(&arena, password);
    buf_add(&left, lower);
    for (size_t i = 0; i < LEN_OF(common); i++)
        take_out(&left, text_of(common[i]));
    take_out_parts(&left, name, &arena);
    take_out_parts(&left, email, &arena);
    bool is_weak = count_turns(buf_text(&left)) < LEFT_MIN ||
                   count_distinct(lower) < DISTINCT_MIN || is_repeated(lower);
    buf_done(&left);
    arena_done(&arena);
    return is_weak;
}

bool password_check(struct text password, struct text name, struct text email, struct err *err)
{
    if (text_find_bad_utf8(password) >= 0)
        return err_set(err, ERR_USAGE, "password: is not UTF-8");
    if (password.len > LIMIT_PASSWORD_BYTES)
        return err_set(err, ERR_USAGE, "password: is longer than %zu bytes", LIMIT_PASSWORD_BYTES);
    if (count_characters(password) < PASSWORD_CHARACTERS_MIN)
        return err_set(err, ERR_USAGE,
            "password: has less than %d characters; a sentence is easily remembered",
            PASSWORD_CHARACTERS_MIN);
    if (is_guessed(password, name, email))
        return err_set(err, ERR_USAGE,
            "password: is easily guessed: common words, the account's own name, rows of keys and "
            "repetitions do not count");
    return true;
}
