/* SPDX-License-Identifier: Apache-2.0 */
#include "codec/sha256.h"
#include "health/report.h"
#include "journal/journal_tree_rows.h"

enum { AT_ONCE = 2000 };

const struct report_figure report_figures[REPORT_FIGURES] = {
    {"opened", NULL, "opened", "Tickets opened", "a flaw was found in what is run"},
    {"acknowledged", NULL, "acknowledged", "Tickets acknowledged", "somebody had a first look"},
    {"completed", NULL, "completed", "Tickets completed",
        "somebody said that it is done; the next SBOM must show it"},
    {"closed", NULL, "closed", "Tickets closed by evidence",
        "an SBOM or an advisory showed that the flaw is gone"},
    {"not-affected", NULL, "not_affected", "Judged not affected",
        "by a person, with a VEX justification"},
    {"wrong-match", NULL, "wrong_match", "Judged a wrong match", "by a person"},
    {"accepted", NULL, "accepted", "Risks accepted", "by an admin, until a date"},
    {"mitigated", NULL, "mitigated", "Risks lessened", "the flaw stays, and so does the ticket"},
    {"reopened", NULL, "reopened", "Tickets reopened",
        "the flaw is back, or an acceptance ran out"},
    {"decisions-changed", NULL, "decision_changed", "Priorities changed",
        "what is known of the flaw, or of the service, is another"},
    {"comments", NULL, "commented", "Comments", "on tickets"},
    {"actions", "action.recorded", NULL, "Actions recorded", "entries of the action log"},
    {"sboms", "sbom.uploaded", NULL, "SBOMs uploaded", "and made current"},
    {"sboms-held", "sbom.held", NULL, "SBOMs held",
        "unlike the one before: they wait for a person"},
    {"policy", "team.policy_set", NULL, "Policies changed", "how a team decides"},
    {"license-exceptions", "license.exception_added", NULL, "Licence exceptions made",
        "from the licence policy"},
};

/* {"event":"opened","number":1,…}: what a ticket's entry begins with. */
static struct text event_of(const struct journal_row *row)
{
    static const struct text front = {"{\"event\":\"", 10};
    if (!text_is(row->object_kind, "ticket") || !text_starts(row->facts, front))
        return (struct text){0};
    struct text rest = text_from(row->facts, front.len);
    return text_cut(&rest, '"');
}

static void count_row(struct report_count *count, const struct journal_row *row)
{
    struct merkle_hash leaf;
    struct text event = event_of(row);
    for (size_t i = 0; i < REPORT_FIGURES; i++) {
        const struct report_figure *figure = &report_figures[i];
        count->values[i] += figure->event ? event.len && text_is(event, figure->event)
                                          : text_is(row->kind, figure->kind);
    }
    journal_leaf_hash(row, &leaf);
    sha256_add(count->hash, (struct text){(const char *)leaf.at, sizeof leaf.at});
    if (count->first_seq < 0)
        count->first_seq = row->seq;
    count->last_seq = row->seq;
    count->entries++;
}

bool report_count(struct db *db, const struct report_span *span, struct report_count *ret_count,
    unsigned char ret_digest[], struct err *err)
{
    struct report_count count = {.first_seq = -1, .last_seq = -1, .hash = sha256_new()};
    unsigned char digest[SHA256_SIZE];
    struct arena arena;
    struct db_rows rows = {.count = AT_ONCE};
    bool is_ok = true;
    arena_init(&arena, SIZE_MAX);
    for (int64_t after = -1; is_ok && rows.count == AT_ONCE; arena_clear(&arena)) {
        is_ok = report_rows_entries(db, span, after, AT_ONCE, &arena, &rows, err);
        for (size_t i = 0; is_ok && i < rows.count; i++) {
            struct journal_row row = journal_tree_rows_read(&rows, i);
            count_row(&count, &row);
            after = row.seq;
        }
    }
    arena_done(&arena);
    sha256_end(count.hash, ret_digest ? ret_digest : digest);
    count.hash = NULL;
    *ret_count = count;
    return is_ok;
}
