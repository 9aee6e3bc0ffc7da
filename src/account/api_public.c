/* SPDX-License-Identifier: Apache-2.0 */
#include "account/api_public.h"

void api_public_open(struct api_call *call)
{
    http_reply_header(call->reply, "Access-Control-Allow-Origin", TEXT("*"));
    http_reply_header(call->reply, "Cross-Origin-Resource-Policy", TEXT("cross-origin"));
}

void api_public_cache(struct api_call *call, const char *how)
{
    http_reply_header(call->reply, "Cache-Control", text_of(how));
}
