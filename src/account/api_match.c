/* SPDX-License-Identifier: Apache-2.0 */
#include "account/api_match.h"

#include "base/map.h"

void api_match_tag(struct api_call *call, int64_t version)
{
    http_reply_header(call->reply, "ETag",
        arena_format(call->arena, "\"%lld.%016llx\"", (long long)version,
            (unsigned long long)map_stable_hash(buf_text(&call->reply->body))));
}

bool api_match_read(const struct api_call *call, int64_t *ret_version, struct err *err)
{
    struct text tag = text_trim(http_header(call->request, "If-Match"));
    if (tag.len == 0 || text_is(tag, "*"))
        return true;
    if (text_starts(tag, TEXT("\"")) && text_ends(tag, TEXT("\"")) && tag.len > 2)
        tag = text_slice(tag, 1, tag.len - 1);
    int64_t version;
    bool is_version = text_read_i64(text_cut(&tag, '.'), &version) && version > 0;
    if (is_version)
        *ret_version = version;
    return is_version ||
           err_set(err, ERR_CONFLICT, "If-Match: is no version of this: look at it again");
}

bool api_match_check(const struct api_call *call, int64_t version, struct err *err)
{
    int64_t wanted = 0;
    if (!api_match_read(call, &wanted, err))
        return false;
    return !wanted || wanted == version ||
           err_set(err, ERR_CONFLICT, "it was changed meanwhile: look at it again");
}

int64_t api_match_version(struct text shown)
{
    return (int64_t)(map_stable_hash(shown) >> 1 | 1);
}
