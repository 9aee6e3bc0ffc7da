/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_list.h"
#include "codec/json.h"
#include "journal/journal.h"

static void print_named(struct buf *out, const char *key, int64_t id, struct text name)
{
    if (!id) {
        json_print_member_null(out, key);
        return;
    }
    json_print_member_open(out, key, '{');
    json_print_member_id(out, "id", id);
    json_print_member_or_null(out, "name", name);
    json_print_close(out, '}');
}

static void print_object(struct buf *out, const struct journal_row *row)
{
    if (!row->object_kind.len) {
        json_print_member_null(out, "object");
        return;
    }
    json_print_member_open(out, "object", '{');
    json_print_member(out, "kind", row->object_kind);
    if (row->object_id)
        json_print_member_id(out, "id", row->object_id);
    else
        json_print_member_null(out, "id");
    json_print_close(out, '}');
}

void journal_list_print(struct buf *out, const struct journal_view *view)
{
    const struct journal_row *row = &view->row;
    const struct journal_kind *kind = journal_kind_find(row->kind);
    json_print_open(out, '{');
    json_print_member_id(out, "id", row->id);
    if (row->seq < 0)
        json_print_member_null(out, "seq");
    else
        json_print_member_int(out, "seq", row->seq);
    json_print_member_time(out, "at", row->at_us);
    json_print_member(out, "kind", row->kind);
    json_print_member_z(out, "meaning", kind ? kind->meaning : "");
    print_named(out, "actor", row->actor_id, view->actor_name);
    print_named(out, "team", row->team_id, view->team_name);
    print_object(out, row);
    json_print_member_raw(out, "facts", row->facts);
    if (view->personal.len)
        json_print_member_raw(out, "personal", view->personal);
    else
        json_print_member_null(out, "personal");
    json_print_member_bool(out, "is_erased", view->is_erased);
    json_print_close(out, '}');
}
