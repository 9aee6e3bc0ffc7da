/* SPDX-License-Identifier: Apache-2.0 */
#include "account/letter.h"

bool letter_read_language(const struct json *body, bool *is_japanese, struct err *err)
{
    struct text word = *is_japanese ? TEXT("ja") : TEXT("en");
    if (!api_member_line(body, "language", &word, err))
        return false;
    *is_japanese = text_is(word, "ja");
    return *is_japanese || text_is(word, "en") ||
           err_set(err, ERR_USAGE, "language: must be en or ja");
}

bool letter_read_wish(const struct json *body, struct letter_wish *ret_wish, struct err *err)
{
    *ret_wish = (struct letter_wish){false, false};
    return api_member_bool(body, "by_mail", &ret_wish->is_wanted, err) &&
           letter_read_language(body, &ret_wish->is_japanese, err);
}

bool letter_write(struct db *db, const struct api_tools *tools, const struct letter *letter,
    int64_t now_us, struct err *err)
{
    if (!tools || !tools->write_letter)
        return err_set(
            err, ERR_CONFLICT, "no mail server is set: copy the link, and send it yourself");
    return tools->write_letter(db, tools, letter, now_us, err);
}
