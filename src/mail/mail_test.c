/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/mail_test.h"

#include "base/rand.h"
#include "mail/mail_page.h"

static const struct {
    const char *subject, *lead, *label, *why;
} words[2] = {
    {"Mail from kenzen works",
        "If you can read this, kenzen can send mail by the server that is set.", "Open kenzen",
        "kenzen at {url} sent this to {address} because an administrator tried out the mail settings."},
    {"kenzen のメール送信テスト",
        "このメールが届いていれば、設定されたサーバーからメールを送信できます。", "kenzen を開く",
        "管理者がメール設定をテストしたため、{url} の kenzen が {address} に送信しました。"},
};

bool mail_test_run(const struct mail_call *call, struct text address, bool is_japanese,
    struct mail_outcome *ret_outcome, struct err *err)
{
    struct mail_server server;
    struct mail_page page;
    bool is_set;
    const struct mime_address to = {TEXT(""), address};
    if (!mail_find(call->db, call->arena, &server, &is_set, err) ||
        (!is_set && !err_set(err, ERR_NOT_FOUND, "no mail server is set")) ||
        !mime_address_check(address, err))
        return false;
    struct text url = text_of(call->tools->url);
    mail_page_init(&page, text_of(words[is_japanese].subject));
    mail_page_say(&page, text_of(words[is_japanese].lead));
    mail_page_link(&page, text_of(words[is_japanese].label), url);
    mail_page_end(&page,
        MAIL_PAGE_FILL(call->arena, words[is_japanese].why, {"url", url}, {"address", address}),
        TEXT(""), TEXT(""));
    const struct mail_letter letter = {.to = &to,
        .to_count = 1,
        .subject = text_of(words[is_japanese].subject),
        .text = buf_text(&page.text),
        .html = buf_text(&page.html),
        .key = arena_format(call->arena, "test-%lld", (long long)rand_id(call->now_us)),
        .date_us = call->now_us};
    bool is_done = mail_deliver(call, &letter, ret_outcome, err);
    mail_page_done(&page);
    return is_done;
}

void mail_test_print(struct buf *out, struct text address, const struct mail_outcome *outcome)
{
    json_print_member_bool(out, "is_good", outcome->result.state == OUTBOX_SENT);
    json_print_member(out, "address", address);
    json_print_member_z(out, "outcome", outcome->result.words);
}
