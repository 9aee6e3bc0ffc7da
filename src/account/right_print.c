/* SPDX-License-Identifier: Apache-2.0 */
#include "account/right_print.h"

#include "codec/json.h"

static void add_roles(struct buf *out, const struct right_row *row)
{
    const char *between = "";
    if (row->open != RIGHT_BY_ROLE) {
        buf_add_z(out, row->open == RIGHT_OF_ANYONE ? "anybody" : "every account");
        return;
    }
    for (unsigned bit = 1; bit <= ACCOUNT_ROLES_ALL; bit <<= 1)
        if (row->roles & bit) {
            buf_format(out, "%s%s", between, right_role_word((enum account_role)bit));
            between = ", ";
        }
    if (!(row->roles & ACCOUNT_ROLES_ALL))
        buf_add_z(out, "–");
}

static const char *scope_cell(const struct right_row *row)
{
    if (row->open == RIGHT_OF_ANYONE)
        return "not needed";
    if (row->scope == RIGHT_SCOPE_CONFIRMED)
        return "none: sign in, and show again who you are to change something";
    return row->scope == RIGHT_SCOPE_NONE ? "none: sign in" : right_scope_word(row->scope);
}

static const char *team_cell(const struct right_row *row)
{
    static const char *const with_coach[] = {
        [TEAM_STRANGER] = "coach",
        [TEAM_VIEWER] = "viewer, coach",
        [TEAM_MEMBER] = "member, coach",
        [TEAM_ADMIN] = "admin, coach",
    };
    if (row->roles & ACCOUNT_TEAM_COACH)
        return with_coach[row->least];
    return row->least == TEAM_STRANGER ? "–" : right_team_word(row->least);
}

void right_print_markdown(struct buf *out)
{
    buf_add_z(out, "| right | lets one | in the team | in the organisation | API token |\n"
                   "|---|---|---|---|---|\n");
    for (int right = RIGHT_NONE + 1; right < RIGHT_COUNT; right++) {
        const struct right_row *row = right_row((enum right)right);
        buf_format(out, "| `%s` | %s | %s | ", row->name, row->sentence, team_cell(row));
        add_roles(out, row);
        buf_format(out, " | %s |\n", scope_cell(row));
    }
}

static void print_words(
    struct buf *out, const char *key, unsigned bits, const char *(*word)(unsigned bit))
{
    json_print_member_open(out, key, '[');
    for (unsigned bit = 1; bit && bit <= bits; bit <<= 1)
        if (bits & bit)
            json_print_text(out, text_of(word(bit)));
    json_print_close(out, ']');
}

static const char *role_word(unsigned bit)
{
    return right_role_word((enum account_role)bit);
}

static const char *scope_word(unsigned bit)
{
    return right_scope_word((enum right_scope)bit);
}

void right_print_roles(struct buf *out, const char *key, unsigned roles)
{
    print_words(out, key, roles, role_word);
}

void right_print_scopes(struct buf *out, const char *key, unsigned scopes)
{
    print_words(out, key, scopes, scope_word);
}

static void print_or_null(struct buf *out, const char *key, const char *word)
{
    if (word)
        json_print_member_z(out, key, word);
    else
        json_print_member_null(out, key);
}

static void print_row(struct buf *out, const struct right_row *row)
{
    static const char *const open[] = {
        [RIGHT_BY_ROLE] = NULL,
        [RIGHT_OF_ACCOUNTS] = "accounts",
        [RIGHT_OF_ANYONE] = "anyone",
    };
    json_print_open(out, '{');
    json_print_member_z(out, "name", row->name);
    json_print_member_z(out, "sentence", row->sentence);
    print_or_null(out, "open_to", open[row->open]);
    print_or_null(
        out, "team_role", row->least == TEAM_STRANGER ? NULL : right_team_word(row->least));
    json_print_member_bool(out, "is_for_coach", (row->roles & ACCOUNT_TEAM_COACH) != 0);
    right_print_roles(out, "roles", row->roles & ACCOUNT_ROLES_ALL);
    print_or_null(
        out, "scope", row->scope & RIGHT_SCOPES_ALL ? right_scope_word(row->scope) : NULL);
    json_print_member_bool(out, "is_confirmed", row->scope == RIGHT_SCOPE_CONFIRMED);
    json_print_member_z(out, "sight", right_row(row->sight)->name);
    json_print_close(out, '}');
}

void right_print_json(struct buf *out)
{
    json_print_member_open(out, "rights", '[');
    for (int right = RIGHT_NONE + 1; right < RIGHT_COUNT; right++)
        print_row(out, right_row((enum right)right));
    json_print_close(out, ']');
}
