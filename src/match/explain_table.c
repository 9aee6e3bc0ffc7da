/* SPDX-License-Identifier: Apache-2.0 */
#include "match/explain_table.h"

enum { STEP_INDENT = 2, ENTRY_INDENT = 6 };

static void print_line(struct buf *out, int indent, struct text line)
{
    buf_format(out, "%*s", indent, "");
    buf_add_plain(out, line);
    buf_add_char(out, '\n');
}

static void print_range(struct buf *out, const struct match_explain_range *range)
{
    buf_format(out, "%*s", ENTRY_INDENT, "");
    buf_add_z(out, "range ");
    buf_add_plain(out, range->words);
    buf_add_z(out, ": ");
    buf_add_z(out, range->answer == MATCH_AFFECTED       ? "in it, "
                   : range->answer == MATCH_NOT_AFFECTED ? "outside, "
                                                         : "");
    buf_add_plain(out, range->comparison.text);
    buf_add_char(out, '\n');
}

static void print_record(struct buf *out, const struct match_explain_record *record)
{
    for (size_t i = 0; i < record->entry_count; i++) {
        const struct match_explain_entry *entry = &record->entries[i];
        for (size_t r = 0; r < entry->range_count; r++)
            print_range(out, &entry->ranges[r]);
        for (size_t s = 0; s < entry->step_count; s++)
            print_line(out, ENTRY_INDENT, entry->steps[s].text);
    }
}

void explain_table_print(const struct match_explanation *explanation, struct buf *out)
{
    buf_add_plain(out, explanation->conclusion.text);
    buf_add_z(out, ".\n\n");
    for (size_t i = 0; i < explanation->step_count; i++) {
        const struct match_explain_step *step = &explanation->steps[i];
        print_line(out, STEP_INDENT, step->step.text);
        if (step->record)
            print_record(out, step->record);
    }
}
