/* SPDX-License-Identifier: Apache-2.0 */
#include "badge/badge_json.h"

#include "codec/sha256.h"

static void print_id(struct buf *out, const char *key, int64_t id)
{
    if (id)
        json_print_member_id(out, key, id);
    else
        json_print_member_null(out, key);
}

static void print_leaf(struct buf *out, struct text leaf)
{
    char hex[SHA256_HEX_SIZE];
    if (leaf.len == SHA256_SIZE)
        json_print_member_z(out, "leaf", sha256_print((const unsigned char *)leaf.at, hex));
    else
        json_print_member_null(out, "leaf");
}

static void print_place(struct buf *out, const struct badge_entry *entry)
{
    if (entry->seq >= 0)
        json_print_member_int(out, "seq", entry->seq);
    else
        json_print_member_null(out, "seq");
    print_leaf(out, entry->leaf);
}

static void print_entry(
    struct buf *out, const struct badge *badge, const struct badge_json_view *view)
{
    json_print_member_open(out, "entry", '{');
    print_id(out, "id", view->is_for_anybody ? 0 : badge->entry.id);
    print_place(out, &badge->entry);
    json_print_close(out, '}');
    json_print_member_open(out, "evidence", '{');
    print_id(out, "action_id", view->is_for_anybody ? 0 : badge->action_id);
    print_id(out, "entry_id", view->is_for_anybody ? 0 : badge->evidence.id);
    print_place(out, &badge->evidence);
    json_print_member_bool(out, "is_corrected", badge->is_corrected);
    json_print_close(out, '}');
}

static void print_recipient(
    struct buf *out, const struct badge *badge, const struct badge_json_view *view)
{
    json_print_member_open(out, "recipient", '{');
    json_print_member_z(out, "kind", badge->account_id ? "person" : "team");
    if (!view->is_for_anybody) {
        print_id(out, "account_id", badge->account_id);
        print_id(out, "team_id", badge->account_id ? 0 : badge->team_id);
    }
    json_print_member(out, "name", badge->account_id ? badge->account_name : badge->team_name);
    json_print_close(out, '}');
}

/* A dashed look is a picture of its own. */
static void print_images(
    struct buf *out, const struct badge *badge, const struct badge_json_view *view)
{
    static const char *const kinds[][2] = {{"image", "svg"}, {"image_png", "png"}};
    for (size_t i = 0; i < LEN_OF(kinds); i++) {
        struct buf image;
        buf_init(&image, SIZE_MAX);
        buf_format(&image, "%.*s/api/v1/badge-classes/%.*s/image.%s%s", TEXT_ARG(view->url),
            TEXT_ARG(badge->of.slug), kinds[i][1],
            badge_is_self_certified(badge) ? "?self_certified=1" : "");
        json_print_member(out, kinds[i][0], buf_text(&image));
        buf_done(&image);
    }
}

void badge_json_print_recipient(struct buf *out, const struct badge *badge)
{
    print_recipient(out, badge, &(struct badge_json_view){0});
}

static void print_said(
    struct buf *out, const struct badge *badge, const struct badge_json_view *view)
{
    const char *priority = badge_priority_word(badge->priority);
    json_print_key(out, "class");
    badge_class_print(out, &badge->of, view->url);
    json_print_member(out, "name", badge->name);
    json_print_member(out, "description", badge->description);
    print_images(out, badge, view);
    print_recipient(out, badge, view);
    json_print_member_time(out, "issued_at", badge->issued_us);
    json_print_member_time(out, "expires_at", badge->expires_us);
    json_print_member_or_null(out, "priority", text_of(priority));
    json_print_member_z(out, "difficulty", badge_difficulty_word(badge->difficulty));
    json_print_member_z(out, "kind", badge_kind_word(badge->of.kind));
    json_print_member_z(out, "certifier", badge_certifier_word(badge->certifier));
    json_print_member_bool(out, "is_self_certified", badge_is_self_certified(badge));
    json_print_member_time(out, "revoked_at", badge->revoked_us);
    json_print_member_or_null(out, "revoked_reason", badge->revoked_reason);
    /* Whose an address is that was made so that nobody can tell, is not told beside the name. */
    bool is_told = view->is_recipient || !badge->is_nft_private;
    json_print_member_or_null(out, "nft_id", is_told ? badge->nft_id : (struct text){"", 0});
}

static void print_inside(
    struct buf *out, const struct badge *badge, const struct badge_json_view *view)
{
    print_id(out, "team_id", badge->team_id);
    json_print_member_or_null(out, "team_name", badge->team_name);
    api_print_person(out, "issued_by", badge->issued_by, badge->issuer_name);
    print_id(out, "rule_id", badge->rule_id);
    json_print_member_or_null(out, "rule_name", badge->rule_name);
    api_print_person(out, "revoked_by", badge->revoked_by, badge->revoker_name);
    json_print_member_bool(out, "is_public", badge->is_public);
    json_print_member_bool(out, "is_favourite", badge->is_favourite);
    json_print_member_bool(out, "is_mine", view->is_recipient);
    json_print_member_or_null(
        out, "share", view->is_recipient || badge->is_public ? badge->share : (struct text){"", 0});
}

void badge_json_print(
    struct buf *out, const struct badge *badge, const struct badge_json_view *view)
{
    json_print_open(out, '{');
    if (!view->is_for_anybody)
        json_print_member_id(out, "id", badge->id);
    print_said(out, badge, view);
    if (!view->is_for_anybody)
        print_inside(out, badge, view);
    print_entry(out, badge, view);
    json_print_close(out, '}');
}
